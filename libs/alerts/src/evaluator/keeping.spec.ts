import { describe, expect, it } from '@jest/globals';
import { newRecord, type AlertRecord } from '../step/alert-record.js';
import { isWorthKeeping } from './keeping.js';

const kept = newRecord('errors', 1, '', 100_000);
const worth = (change: Partial<AlertRecord>, before: Partial<AlertRecord> = {}) =>
  isWorthKeeping({ ...kept, ...before }, { ...kept, ...before, ...change });

describe('a record', () => {
  it('is kept when it is new', () => {
    expect(isWorthKeeping(undefined, kept)).toBe(true);
  });

  it('is not kept for the course of time alone, unless something is going on', () => {
    expect(worth({ at: 200_000 })).toBe(false);
    expect([
      worth({ at: 104_000 }, { state: 'pending' }),
      worth({ at: 105_000 }, { state: 'pending' }),
    ]).toEqual([false, true]);
  });

  it('is kept for its value now and then', () => {
    expect([worth({ at: 129_000, value: 5 }), worth({ at: 130_000, value: 5 })]).toEqual([false, true]);
  });

  it.each<[string, Partial<AlertRecord>]>([
    ['what was seen, on which "for" goes on after a restart', { verdict: 'breached' }],
    ['the version of the rule', { ruleVersion: 2 }],
    ['the engine', { scope: { engine: 'b' } }],
  ])('is kept at once for %s', (_, change) => {
    expect(worth(change)).toBe(true);
  });
});
