import type { Sample } from '../ports/signal-source.js';
import type { Condition, Operator } from '../rule/condition.js';
import type { AlertRule } from '../rule/rule.js';
import type { AlertHealth } from './alert-record.js';

/** What the samples say, before anything is made of it. */
export interface Judgement {
  readonly health: AlertHealth;
  readonly reason: string | null;
  /** Meaningless unless the health is `ok`. */
  readonly breached: boolean;
  readonly value: number | null;
  readonly reference: number | null;
}

const MISSING: Sample = { value: null, count: 0, health: 'error', reason: 'the source gave no sample' };

/**
 * Holds a condition against the samples that `queriesOf` asked for.
 * @param firing - whether it fires already: then the limit to get clear counts (hysteresis).
 */
export function judge(rule: AlertRule, samples: readonly Sample[], firing: boolean): Judgement {
  const { condition } = rule;
  const first = samples[0] ?? MISSING;
  const second = samples[1] ?? MISSING;
  switch (condition.type) {
    case 'absent':
      return absent(rule, first);
    case 'threshold':
      return (
        unusable(first, rule.minSamples) ??
        ok(
          passed(condition.op, first.value, (firing ? condition.clear : undefined) ?? condition.value),
          first.value,
        )
      );
    case 'compareEngines':
    case 'change':
      return (
        unusable(first, rule.minSamples) ??
        unusable(second, rule.minSamples) ??
        relative(condition, first, second, firing)
      );
    case 'burnRate': {
      const limit = condition.factor * (1 - condition.objective);
      return (
        unusable(first, Math.max(rule.minSamples, condition.minRequests)) ??
        unusable(second, 1) ??
        ok(passed('>=', first.value, limit) && passed('>=', second.value, limit), first.value, second.value)
      );
    }
  }
}

function ok(breached: boolean, value: number | null, reference: number | null = null): Judgement {
  return { health: 'ok', reason: null, breached, value, reference };
}

function unusable({ value, count, health, reason }: Sample, minSamples: number): Judgement | undefined {
  const not = (why: AlertHealth, because: string): Judgement => ({
    health: why,
    reason: because,
    breached: false,
    value: null,
    reference: null,
  });
  if (health === 'error') return not('error', reason ?? 'the source failed');
  if (value === null || count <= 0) return not('noData', 'there is no data');
  if (!Number.isFinite(value)) return not('error', 'the source gave no finite number');
  if (count < minSamples) return not('lowSamples', `${count} of ${minSamples} samples`);
  return undefined;
}

/** Here the lack of data is what is asked for: it is an answer. */
function absent(rule: AlertRule, sample: Sample): Judgement {
  if (sample.health === 'error') return unusable(sample, 1) ?? ok(false, null);
  return ok(sample.count < rule.minSamples, sample.count);
}

function relative(
  condition: Extract<Condition, { type: 'compareEngines' | 'change' }>,
  { value }: Sample,
  { value: reference }: Sample,
  firing: boolean,
): Judgement {
  if (value === null || reference === null) return ok(false, value, reference);
  const factor = (firing ? condition.clearFactor : undefined) ?? condition.factor;
  const apart = Math.abs(value - reference) >= condition.minDifference;
  return ok(apart && passed(condition.op, value, reference * factor), value, reference);
}

function passed(op: Operator, value: number | null, limit: number): boolean {
  if (value === null) return false;
  switch (op) {
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
  }
}
