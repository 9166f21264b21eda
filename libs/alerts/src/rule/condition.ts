import { z } from 'zod';
import type { IssueCode } from '../errors.js';
import { duration } from './duration.js';
import { refusal } from './field-issues.js';
import { foreignName } from './identifier.js';

const WEEK = 604_800;
const operator = z.enum(['>', '>=', '<', '<=']);
const finite = z.number({ error: 'a number' });
const factor = finite.positive().max(1_000_000);

export type Operator = z.output<typeof operator>;

/** Fires when the value passes `value`; clears only when it has passed back over `clear` (hysteresis). */
const threshold = z.strictObject({
  type: z.literal('threshold'),
  op: operator,
  value: finite,
  /** Default: `value` itself. */
  clear: finite.optional(),
});

/** What `compareEngines` and `change` share: `value op reference × factor`, and far enough apart to matter. */
const relative = {
  op: operator,
  factor,
  /** The factor that it has to pass back over to clear. Default: `factor` itself. */
  clearFactor: factor.optional(),
  /** The least distance between value and reference, in the signal's unit: twice a millisecond is no alert. */
  minDifference: finite.min(0).default(0),
};

/** The engine in scope against another one, by the same signal. */
const compareEngines = z.strictObject({
  type: z.literal('compareEngines'),
  against: foreignName,
  ...relative,
});

/** The signal against itself some time ago. */
const change = z.strictObject({
  type: z.literal('change'),
  baseline: z.strictObject({
    /** Seconds ago that the baseline's window ends. */
    offset: duration(1, WEEK),
    /** Seconds; default: the signal's window. */
    window: duration(1, WEEK).optional(),
  }),
  ...relative,
});

/**
 * The error budget burns too fast, over a long window (it matters) and a short one (it still does).
 * Source: Google's SRE Workbook, chapter 5, "Multiwindow, Multi-Burn-Rate Alerts".
 */
const burnRate = z.strictObject({
  type: z.literal('burnRate'),
  /** The share of requests that is to succeed, 0–1: 0.99. */
  objective: finite.gt(0).lt(1),
  /** How many times faster than evenly over the objective's period: 14.4. */
  factor,
  longWindow: duration(10, WEEK),
  shortWindow: duration(5, WEEK),
  /** Requests in the long window below which nothing is said. */
  minRequests: z.int().min(1).max(1_000_000_000),
});

/** Nothing came in for the window. */
const absent = z.strictObject({ type: z.literal('absent') });

/** When a rule is breached. */
export const conditionSchema = z
  .discriminatedUnion('type', [threshold, compareEngines, change, burnRate, absent], {
    error: 'one of threshold, compareEngines, change, burnRate, absent',
  })
  .superRefine((condition, context) => {
    const refuse = (field: string, code: IssueCode, message: string) =>
      context.addIssue({ code: 'custom', path: [field], ...refusal(code, message) });
    if (condition.type === 'threshold' && wrongSide(condition.op, condition.value, condition.clear)) {
      refuse(
        'clear',
        'fires_there',
        `must not be on the side of ${condition.op} ${condition.value} that fires`,
      );
    }
    if (
      (condition.type === 'compareEngines' || condition.type === 'change') &&
      wrongSide(condition.op, condition.factor, condition.clearFactor)
    ) {
      refuse(
        'clearFactor',
        'fires_there',
        `must not be on the side of ${condition.op} ${condition.factor} that fires`,
      );
    }
    if (condition.type === 'burnRate' && condition.shortWindow >= condition.longWindow) {
      refuse('shortWindow', 'window_order', 'must be shorter than longWindow');
    }
    if (condition.type === 'burnRate' && condition.factor * (1 - condition.objective) > 1) {
      refuse('factor', 'impossible_factor', 'would need more errors than there are requests');
    }
  });

export type Condition = z.output<typeof conditionSchema>;

function wrongSide(op: Operator, limit: number, clear: number | undefined): boolean {
  if (clear === undefined) return false;
  return op.startsWith('>') ? clear > limit : clear < limit;
}
