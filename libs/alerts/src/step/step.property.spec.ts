import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bad, failing, good, noData, ruleOf, sampleOf } from '../fixtures/rules.js';
import type { AlertRule } from '../rule/rule.js';
import type { AlertEvent } from './alert-event.js';
import { newRecord, type AlertRecord, type AlertState } from './alert-record.js';
import { longestGap } from './elapsed.js';
import { step, type Reading } from './step.js';

const T0 = 1_800_000_000_000;

const samples = { good, bad, noData, failing, few: sampleOf(1, 2) };
type Kind = keyof typeof samples;

interface Move {
  readonly kind: Kind;
  /** Seconds; also negative, also long. */
  readonly passed: number;
  readonly grace: boolean;
}

const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({
    kind: fc.oneof(
      { weight: 5, arbitrary: fc.constant<Kind>('bad') },
      { weight: 4, arbitrary: fc.constant<Kind>('good') },
      { weight: 2, arbitrary: fc.constantFrom<Kind>('noData', 'failing', 'few') },
    ),
    passed: fc.oneof(
      { weight: 20, arbitrary: fc.constant(1) },
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 15 }) },
      { weight: 1, arbitrary: fc.integer({ min: -100_000, max: 100_000 }) },
    ),
    grace: fc.integer({ min: 0, max: 9 }).map((some) => some === 0),
  }),
  { minLength: 1, maxLength: 120 },
);

const rules: fc.Arbitrary<AlertRule> = fc
  .record({
    for: fc.integer({ min: 0, max: 6 }),
    keepFiringFor: fc.integer({ min: 0, max: 6 }),
    onNoData: fc.constantFrom('keep', 'ok', 'fire'),
    onError: fc.constantFrom('keep', 'ok', 'fire'),
    minSamples: fc.constantFrom(1, 10),
    repeat: fc.record({ every: fc.constant(60), max: fc.integer({ min: 0, max: 3 }) }),
  })
  .map((changes) => ruleOf(changes as Partial<AlertRule>));

interface Seen {
  readonly before: AlertRecord;
  readonly after: AlertRecord;
  readonly events: readonly AlertEvent[];
  readonly at: number;
}

function play(
  rule: AlertRule,
  course: readonly Move[],
  restart: (record: AlertRecord) => AlertRecord,
): readonly Seen[] {
  let record = newRecord(rule.id, rule.version, '', T0);
  let at = T0;
  return course.map(({ kind, passed, grace }) => {
    at += passed * 1_000;
    const reading: Reading = { samples: [samples[kind]], scope: {}, grace: grace ? 'switch' : undefined };
    const before = record;
    const { next, events } = step(rule, restart(record), reading, at);
    record = next;
    return { before, after: next, events, at };
  });
}

const same = (record: AlertRecord) => record;
const throughJson = (record: AlertRecord) => JSON.parse(JSON.stringify(record)) as AlertRecord;

/** The house's diagram. From one to the same is always allowed. */
const ALLOWED: Readonly<Record<AlertState, readonly AlertState[]>> = {
  inactive: ['pending', 'firing'],
  pending: ['inactive', 'firing'],
  firing: ['recovering', 'inactive'],
  recovering: ['firing', 'inactive'],
};

describe('the state machine, whatever comes', () => {
  it('moves only as the diagram says', () => {
    fc.assert(
      fc.property(rules, moves, (rule, course) => {
        for (const { before, after } of play(rule, course, same)) {
          if (before.state === after.state) continue;
          expect(ALLOWED[before.state]).toContain(after.state);
          if (before.state === 'inactive' && after.state === 'firing') expect(rule.for).toBe(0);
          if (before.state === 'firing' && after.state === 'inactive')
            expect(rule.keepFiringFor === 0 || before.flapping).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('never fires before "for", by the time in which it was seen to hold', () => {
    fc.assert(
      fc.property(rules, moves, (rule, course) => {
        // The model: time between neighbours that both were breached, without those that are too far apart.
        let held = 0;
        let last: Seen | undefined;
        for (const seen of play(rule, course, same)) {
          const passed = last === undefined ? 0 : seen.at - last.at;
          const observed = passed > 0 && passed <= longestGap(rule.every);
          if (seen.after.verdict === 'clear') held = 0;
          else if (last?.after.verdict === 'breached' && seen.after.verdict === 'breached' && observed)
            held += passed;
          if (seen.events.some(({ type }) => type === 'fired'))
            expect(held).toBeGreaterThanOrEqual(rule.for * 1_000);
          last = seen;
        }
      }),
      { numRuns: 400 },
    );
  });

  it('resolves each incident exactly once, and none that has not fired', () => {
    fc.assert(
      fc.property(rules, moves, (rule, course) => {
        const open = new Set<string>();
        const known = new Set<string>();
        let repeats = 0;
        for (const { after, events } of play(rule, course, same)) {
          for (const { type, incidentId } of events) {
            if (type === 'fired') {
              expect(known.has(incidentId!)).toBe(false);
              expect(open.size).toBe(0);
              known.add(incidentId!);
              open.add(incidentId!);
              repeats = 0;
            }
            if (type === 'repeated') expect(++repeats).toBeLessThanOrEqual(rule.repeat.max);
            if (type === 'resolved') expect(open.delete(incidentId!)).toBe(true);
          }
          expect([...open]).toEqual(after.incident === null ? [] : [after.incident.id]);
          expect(after.incident !== null).toBe(after.state === 'firing' || after.state === 'recovering');
        }
      }),
      { numRuns: 400 },
    );
  });

  it('starts nothing in a grace', () => {
    fc.assert(
      fc.property(rules, moves, (rule, course) => {
        const seen = play(rule, course, same);
        course.forEach(({ grace }, i) => {
          const started = seen[i]?.events.some(
            ({ type }) => type === 'fired' || type === 'pending' || type === 'relapsed',
          );
          if (grace) expect(started).toBe(false);
        });
      }),
    );
  });

  it('says the same again, and after a restart', () => {
    fc.assert(
      fc.property(rules, moves, (rule, course) => {
        const once = play(rule, course, same);
        expect(play(rule, course, same)).toEqual(once);
        expect(play(rule, course, throughJson)).toEqual(once);
      }),
    );
  });

  it('comes to rest: what stays well is resolved, and no longer flaps', () => {
    fc.assert(
      fc.property(rules, moves, (rule, course) => {
        const calm = Array.from({ length: 1_900 }, (): Move => ({ kind: 'good', passed: 1, grace: false }));
        const last = play(rule, [...course, ...calm], same).at(-1);
        expect(last?.after).toMatchObject({ state: 'inactive', incident: null, flapping: false, rises: [] });
      }),
      { numRuns: 20 },
    );
  });
});
