import { z } from 'zod';
import { AGGREGATIONS } from '../ports/signal-source.js';
import { conditionSchema } from './condition.js';
import type { IssueCode } from '../errors.js';
import { duration } from './duration.js';
import { refusal } from './field-issues.js';
import { foreignName, identifier, prose } from './identifier.js';
import { muteTimeSchema } from './mute-time.js';

const HOUR = 3_600;
const DAY = 86_400;
const WEEK = 604_800;

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

const labelName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'label names are letters, digits and "_"');

/** Lets another engine take over while the alert fires. */
const action = z.strictObject({
  type: z.literal('switch_engine'),
  /** The engine that takes over. */
  to: foreignName,
  /** Seconds after a switch that any rule made in which this rule switches nothing. */
  coolDown: duration(0, DAY).default(300),
  /** Switches of this rule in any 60 minutes, there and back. */
  maxPerHour: z.int().min(1).max(60).default(4),
  /** Goes back once the first engine has been well for `after` seconds and nobody else has switched meanwhile. */
  back: z.strictObject({ after: duration(1, DAY).default(300) }).optional(),
});

export type SwitchAction = z.output<typeof action>;

/** What a rule may say. Durations are seconds, or texts like "5m". Whatever is left out has the default that stands here. */
export const ruleSchema = z
  .strictObject({
    id: identifier,
    /** Grows by one with every change. */
    version: z.int().min(1).default(1),
    name: prose(200),
    description: prose(2_000).optional(),
    enabled: z.boolean().default(true),
    severity: z.enum(SEVERITIES).default('warning'),
    scope: z
      .strictObject({
        /** `active`, `each`, or a name; left out: all engines together. */
        engine: foreignName.optional(),
        model: foreignName.optional(),
      })
      .default({}),
    signal: z.strictObject({
      metric: foreignName,
      agg: z.enum(AGGREGATIONS),
      /** A burn rate has windows of its own and does not look at this one. */
      window: duration(1, WEEK).default(60),
    }),
    condition: conditionSchema,
    /** Observations below which nothing is judged. */
    minSamples: z.int().min(1).max(1_000_000_000).default(1),
    /** Seconds between two evaluations. */
    every: duration(1, HOUR).default(1),
    /** Seconds that the condition has to hold before it fires. */
    for: duration(0, WEEK).default(0),
    /** Seconds that it has to be clear before it is resolved. */
    keepFiringFor: duration(0, WEEK).default(0),
    /** No data: stay as it is, count as well, or count as breached. Too few samples never count as breached. */
    onNoData: z.enum(['keep', 'ok', 'fire']).default('keep'),
    onError: z.enum(['keep', 'ok', 'fire']).default('keep'),
    /** Seconds after a switch of the engine in scope in which nothing new fires. */
    graceAfterSwitch: duration(0, DAY).default(60),
    /** Seconds after the service came back from being down in which nothing new fires. */
    graceAfterStart: duration(0, DAY).default(15),
    /** Reminders while it fires: seconds between them, and how many at most. */
    repeat: z
      .strictObject({
        every: duration(60, WEEK).default(4 * HOUR),
        max: z.int().min(0).max(1_000).default(3),
      })
      .prefault({}),
    /** Alerts of one moment that are alike in these go into one notification: `rule`, `engine`, `model`, `severity`, or labels. */
    groupBy: z.array(labelName).max(8).default(['rule']),
    /** Rules that, while they fire for the same engine, make this one quiet. */
    inhibitedBy: z.array(identifier).max(20).default([]),
    muteTimes: z.array(muteTimeSchema).max(20).default([]),
    /** Ids of channels. `all`: every one that is enabled. Empty: on the dashboard only. */
    channels: z
      .union([z.literal('all'), z.array(identifier).max(20)], { error: '"all" or a list of channel ids' })
      .default('all'),
    labels: z.record(labelName, z.string().max(200)).default({}),
    runbookUrl: z
      .url({ protocol: /^https?$/, error: 'an http or https URL' })
      .max(2_000)
      .optional(),
    action: action.optional(),
  })
  .superRefine((rule, context) => {
    const refuse = (path: (string | number)[], code: IssueCode, message: string) =>
      context.addIssue({ code: 'custom', path, ...refusal(code, message) });
    const { condition, scope, signal } = rule;
    if (condition.type === 'burnRate' && signal.agg !== 'ratio')
      refuse(['signal', 'agg'], 'invalid', 'a burn rate needs "ratio"');
    if (condition.type === 'compareEngines' && scope.engine === undefined) {
      refuse(['scope', 'engine'], 'needs_engine', 'a comparison of engines needs one to compare');
    }
    if (condition.type === 'compareEngines' && scope.engine === condition.against) {
      refuse(['condition', 'against'], 'same_engine', 'must be another engine than the one in scope');
    }
    if (rule.inhibitedBy.includes(rule.id))
      refuse(['inhibitedBy'], 'invalid', 'a rule cannot inhibit itself');
    if (Object.keys(rule.labels).length > 32) refuse(['labels'], 'invalid', 'at most 32');
    if (rule.action !== undefined && scope.engine === undefined) {
      refuse(
        ['scope', 'engine'],
        'needs_engine',
        'a rule that switches engines must say which engine it watches',
      );
    }
    if (rule.action !== undefined && rule.action.to === scope.engine)
      refuse(['action', 'to'], 'same_engine', 'must be another engine than the one in scope');
  });

/** A rule in force: validated, with every default filled in. */
export type AlertRule = z.output<typeof ruleSchema>;
/** A rule as people write it. */
export type AlertRuleInput = z.input<typeof ruleSchema>;
