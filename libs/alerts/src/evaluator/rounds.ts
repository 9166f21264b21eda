import type { EngineTimeline } from '../ports/engine-timeline.js';
import type { AlertRule } from '../rule/rule.js';
import { newRecord, type AlertRecord } from '../step/alert-record.js';
import { closeRecord } from '../step/close.js';
import { queriesOf } from '../step/queries.js';
import { step, type StepResult } from '../step/step.js';
import { graceOf } from './grace.js';
import type { EvaluatorMemory } from './memory.js';
import type { SampleReader } from './sample-reader.js';
import { recordKey, subjectsOf, type Subject } from './subjects.js';

/** What one record came to in a round. */
export interface Outcome extends StepResult {
  readonly key: string;
  readonly rule: AlertRule | undefined;
  /** The record is no longer needed. */
  readonly gone: boolean;
}

interface Due extends Subject {
  readonly key: string;
  readonly rule: AlertRule;
  readonly previous: AlertRecord;
}

/** A tick may come a little early. Milliseconds. */
const TOLERANCE = 100;

/** Evaluates every rule that is due and closes what has lost its rule or its subject. Changes nothing in the memory. */
export async function evaluateRound(
  memory: EvaluatorMemory,
  engines: EngineTimeline,
  reader: SampleReader,
  now: number,
): Promise<readonly Outcome[]> {
  const watched = watch(memory, engines, now);
  const due = watched.filter(({ rule, previous }) => isDue(rule, previous, memory.records, now));
  const samples = await reader.read(
    due.map(({ rule, scope }) => queriesOf(rule, scope)),
    now,
  );
  const stepped = due.map(({ key, rule, scope, previous }, i): Outcome => {
    const grace = graceOf(rule, scope, engines, memory.cameUpAt, now);
    return {
      key,
      rule,
      gone: false,
      ...step(rule, previous, { samples: samples[i] ?? [], scope, grace }, now),
    };
  });
  return [...stepped, ...closeLost(memory, new Set(watched.map(({ key }) => key)), now)];
}

function watch({ settings, records }: EvaluatorMemory, engines: EngineTimeline, now: number): readonly Due[] {
  const watched: Due[] = [];
  for (const rule of settings.rules.values()) {
    if (!rule.enabled) continue;
    for (const { subject, scope } of subjectsOf(rule, engines, now)) {
      const key = recordKey(rule.id, subject);
      const previous = records.get(key) ?? newRecord(rule.id, rule.version, subject, now);
      watched.push({ key, rule, subject, scope, previous });
    }
  }
  return watched;
}

function isDue(
  rule: AlertRule,
  previous: AlertRecord,
  records: ReadonlyMap<string, AlertRecord>,
  now: number,
): boolean {
  const passed = now - previous.at;
  // A record that is new has the present time; one of the future was made before the clock was set back.
  if (passed < 0 || !records.has(recordKey(rule.id, previous.subject))) return true;
  return passed >= rule.every * 1_000 - TOLERANCE;
}

function closeLost(
  { settings, records }: EvaluatorMemory,
  watched: ReadonlySet<string>,
  now: number,
): readonly Outcome[] {
  const lost: Outcome[] = [];
  for (const [key, record] of records) {
    if (watched.has(key)) continue;
    const rule = settings.rules.get(record.ruleId);
    // The engine in force is not known just now: that ends nothing.
    if (rule?.enabled === true && rule.scope.engine === 'active') continue;
    lost.push({ key, rule, gone: true, ...closeRecord(record, reasonOf(rule), now) });
  }
  return lost;
}

function reasonOf(rule: AlertRule | undefined): string {
  if (rule === undefined) return 'the rule was deleted';
  return rule.enabled ? 'the engine is no longer there' : 'the rule was disabled';
}
