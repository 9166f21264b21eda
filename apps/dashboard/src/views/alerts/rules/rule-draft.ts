import type {
  AlertCondition,
  AlertDay,
  AlertOperator,
  AlertRule,
  AlertRuleInput,
  AlertSeverity,
} from '@yychat/protocol';
import { durationText } from '../duration-text.js';
import { linesOf, textOfLines } from '../lines.js';

export type ConditionType = AlertCondition['type'];
export type OnMissing = AlertRule['onNoData'];

/** How what is typed into a field is meant. */
const KIND_OF = {
  id: 'text',
  name: 'text',
  description: 'text',
  runbookUrl: 'text',
  'scope.engine': 'text',
  'scope.model': 'text',
  'signal.metric': 'text',
  'signal.agg': 'text',
  'signal.window': 'duration',
  'condition.value': 'number',
  'condition.clear': 'number',
  'condition.against': 'text',
  'condition.baseline.offset': 'duration',
  'condition.baseline.window': 'duration',
  'condition.factor': 'number',
  'condition.clearFactor': 'number',
  'condition.minDifference': 'number',
  'condition.objective': 'number',
  'condition.longWindow': 'duration',
  'condition.shortWindow': 'duration',
  'condition.minRequests': 'number',
  minSamples: 'number',
  every: 'duration',
  for: 'duration',
  keepFiringFor: 'duration',
  graceAfterSwitch: 'duration',
  graceAfterStart: 'duration',
  'repeat.every': 'duration',
  'repeat.max': 'number',
  groupBy: 'list',
  labels: 'lines',
  'action.to': 'text',
  'action.coolDown': 'duration',
  'action.maxPerHour': 'number',
  'action.back.after': 'duration',
} as const;

/** A field by its name in the API. */
export type FieldPath = keyof typeof KIND_OF;
export const FIELD_PATHS = Object.keys(KIND_OF) as readonly FieldPath[];

const RELATIVE = ['condition.factor', 'condition.clearFactor', 'condition.minDifference'] as const;

/** What each condition is made of, beside its operator. */
export const CONDITION_FIELDS: Readonly<Record<ConditionType, readonly FieldPath[]>> = {
  threshold: ['condition.value', 'condition.clear'],
  compareEngines: ['condition.against', ...RELATIVE],
  change: ['condition.baseline.offset', 'condition.baseline.window', ...RELATIVE],
  burnRate: [
    'condition.objective',
    'condition.factor',
    'condition.longWindow',
    'condition.shortWindow',
    'condition.minRequests',
  ],
  absent: [],
};

export interface MuteDraft {
  readonly days: readonly AlertDay[];
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

/** What the form has of a rule. Texts are as they are typed; an empty one is left to its default. */
export interface RuleDraft {
  readonly version: number | undefined;
  readonly enabled: boolean;
  readonly severity: AlertSeverity;
  readonly condition: ConditionType;
  readonly op: AlertOperator;
  readonly onNoData: OnMissing;
  readonly onError: OnMissing;
  readonly channels: 'all' | readonly string[];
  readonly inhibitedBy: readonly string[];
  readonly muteTimes: readonly MuteDraft[];
  /** Lets another engine take over. */
  readonly acts: boolean;
  readonly goesBack: boolean;
  readonly texts: Readonly<Partial<Record<FieldPath, string>>>;
}

export const NEW_DRAFT: RuleDraft = {
  version: undefined,
  enabled: true,
  severity: 'warning',
  condition: 'threshold',
  op: '>',
  onNoData: 'ok',
  onError: 'keep',
  channels: 'all',
  inhibitedBy: [],
  muteTimes: [],
  acts: false,
  goesBack: true,
  texts: {
    'signal.metric': 'total_time',
    'signal.agg': 'p95',
    'signal.window': '5m',
    'condition.value': '5',
    minSamples: '20',
    for: '1m',
    keepFiringFor: '2m',
    groupBy: 'rule',
  },
};

type Fields = Readonly<Record<string, unknown>>;

/** From a rule of the API, or one that somebody has written as JSON: what is not as it should be is left to its default. */
export function ruleDraft(rule: AlertRule | Fields): RuleDraft {
  const fields = rule as Fields;
  const condition = objectAt(fields, 'condition');
  const action = fields['action'];
  const channels = fields['channels'];
  const texts: Partial<Record<FieldPath, string>> = {};
  for (const path of FIELD_PATHS) {
    const value = path
      .split('.')
      .reduce<unknown>((at, name) => (isFields(at) ? at[name] : undefined), fields);
    const text = textOf(KIND_OF[path], value);
    if (text !== undefined) texts[path] = text;
  }
  return {
    version: typeof fields['version'] === 'number' ? fields['version'] : undefined,
    enabled: fields['enabled'] !== false,
    severity: oneOf(fields['severity'], ['info', 'warning', 'critical'], 'warning'),
    condition: oneOf(condition['type'], Object.keys(CONDITION_FIELDS) as ConditionType[], 'threshold'),
    op: oneOf(condition['op'], ['>', '>=', '<', '<='], '>'),
    onNoData: oneOf(fields['onNoData'], ['keep', 'ok', 'fire'], 'keep'),
    onError: oneOf(fields['onError'], ['keep', 'ok', 'fire'], 'keep'),
    channels: Array.isArray(channels) ? channels.map(String) : 'all',
    inhibitedBy: listAt(fields, 'inhibitedBy').map(String),
    muteTimes: listAt(fields, 'muteTimes').filter(isFields).map(muteDraft),
    acts: isFields(action),
    goesBack: isFields(action) ? isFields(action['back']) : true,
    texts,
  };
}

/** What is sent. A field that is no number, or no duration, goes as it was typed: the API says what is wrong. */
export function ruleInput(draft: RuleDraft): AlertRuleInput {
  const { version, enabled, severity, condition, op, acts, goesBack, muteTimes, ...rest } = draft;
  const { onNoData, onError, channels, inhibitedBy, texts } = rest;
  const input: Record<string, unknown> = {};
  for (const path of FIELD_PATHS) {
    if (path.startsWith('condition.') && !CONDITION_FIELDS[condition].includes(path)) continue;
    if (path.startsWith('action.') && (!acts || (path === 'action.back.after' && !goesBack))) continue;
    const value = valueOf(KIND_OF[path], texts[path] ?? '');
    if (value !== undefined) put(input, path, value);
  }
  put(input, 'condition.type', condition);
  if (condition !== 'absent' && condition !== 'burnRate') put(input, 'condition.op', op);
  if (acts) {
    put(input, 'action.type', 'switch_engine');
    if (goesBack && texts['action.back.after'] === undefined) put(input, 'action.back', {});
  }
  const own = { enabled, severity, onNoData, onError, channels, inhibitedBy, muteTimes };
  return { ...input, ...own, ...(version !== undefined && { version }) } as unknown as AlertRuleInput;
}

function textOf(kind: (typeof KIND_OF)[FieldPath], value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (kind === 'duration' && typeof value === 'number') return durationText(value);
  if (kind === 'list') return Array.isArray(value) ? value.join(', ') : undefined;
  if (kind === 'lines')
    return isFields(value) ? textOfLines(value as Record<string, string>, '=') : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function valueOf(kind: (typeof KIND_OF)[FieldPath], text: string): unknown {
  const typed = text.trim();
  if (kind === 'list') return typed === '' ? [] : typed.split(/[\s,]+/);
  if (kind === 'lines') return linesOf(typed, '=');
  if (typed === '') return undefined;
  if (kind === 'text') return typed;
  const number = Number(typed);
  if (Number.isFinite(number)) return number;
  return kind === 'duration' ? typed.replaceAll(/\s+/g, '') : typed;
}

function put(into: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let at = into;
  for (const name of names) at = (at[name] ??= {}) as Record<string, unknown>;
  at[last] = value;
}

function muteDraft(fields: Fields): MuteDraft {
  return {
    days: listAt(fields, 'days') as readonly AlertDay[],
    from: wordAt(fields, 'from', ''),
    to: wordAt(fields, 'to', ''),
    zone: wordAt(fields, 'zone', 'UTC'),
  };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wordAt(fields: Fields, name: string, byDefault: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : byDefault;
}

function objectAt(fields: Fields, name: string): Fields {
  const value = fields[name];
  return isFields(value) ? value : {};
}

function listAt(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function oneOf<Word extends string>(value: unknown, words: readonly Word[], byDefault: Word): Word {
  return words.find((word) => word === value) ?? byDefault;
}
