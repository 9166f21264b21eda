import { z } from 'zod';
import { duration } from '../../rule/duration.js';
import { foreignName, identifier, prose } from '../../rule/identifier.js';
import { AGGREGATIONS } from '../../ports/signal-source.js';
import { ruleSchema } from '../../rule/rule.js';
import { parseSeries } from './series.js';

const DAYS_30 = 2_592_000;
const at = duration(0, DAYS_30);

const samples = z.string().transform((text, context) => {
  try {
    return parseSeries(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is no series' });
    return z.NEVER;
  }
});

const series = z.strictObject({
  metric: foreignName,
  /** Which questions it answers; whatever is left out, any. */
  agg: z.enum(AGGREGATIONS).optional(),
  window: duration(1, DAYS_30).optional(),
  engine: foreignName.optional(),
  model: foreignName.optional(),
  /** Seconds before the test's start that the series begins: for baselines. */
  before: duration(0, DAYS_30).default(0),
  values: samples,
});

const expectedState = z.strictObject({
  at,
  rule: identifier,
  /** Which of a rule that watches each engine. */
  engine: foreignName.optional(),
  state: z.enum(['inactive', 'pending', 'firing', 'recovering']).optional(),
  health: z.enum(['ok', 'noData', 'lowSamples', 'error']).optional(),
  /** Why nobody is told, all reasons, in any order. */
  quiet: z.array(z.enum(['silenced', 'inhibited', 'muted', 'flapping', 'acked'])).optional(),
});

const ruleTest = z.strictObject({
  name: prose(200),
  /** Seconds between two samples of a series, and two looks. */
  every: duration(1, 3_600).default(1),
  /** Seconds that the test lasts; default: as long as its longest series. */
  lasts: duration(1, DAYS_30).optional(),
  /** The time of its beginning, for mute times. */
  start: z.iso.datetime({ offset: true }).default('2026-01-05T12:00:00Z'),
  /** The first is in force at the beginning. */
  engines: z.array(foreignName).min(1).default(['chat_engine']),
  switches: z.array(z.strictObject({ at, engine: foreignName })).default([]),
  series: z.array(series).min(1),
  silences: z
    .array(z.strictObject({ from: at, to: at, rule: identifier.optional(), engine: foreignName.optional() }))
    .default([]),
  acks: z.array(z.strictObject({ at, rule: identifier })).default([]),
  expect: z
    .strictObject({
      states: z.array(expectedState).default([]),
      /** Every message of the test: `2m fired error-rate`, `5m resolved engine-down (mem0_proxy)`. */
      messages: z.array(z.string()).optional(),
    })
    .refine(({ states, messages }) => states.length > 0 || messages !== undefined, 'expects nothing'),
});

/** A file of rule tests. */
export const ruleTestFileSchema = z.strictObject({
  /** The rules under test; `default`: those that come with the package. */
  rules: z.union([z.literal('default'), z.array(ruleSchema).min(1)], {
    error: '"default" or a list of rules',
  }),
  tests: z.array(ruleTest).min(1),
});

export type RuleTest = z.output<typeof ruleTest>;
export type RuleTestSeries = z.output<typeof series>;
