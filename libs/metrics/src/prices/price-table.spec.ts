import { describe, expect, it } from '@jest/globals';
import { costOf, parsePriceTable } from './price-table.js';

const table = parsePriceTable({
  'gpt-4.1': { input: 2, cached_input: 0.5, output: 8 },
  local: { input: 0, output: 0 },
  plain: { input: 1, output: 1 },
});
const tokens = { input: 1_000_000, output: 500_000, cached: 400_000 };

describe('a price table', () => {
  it('tells what tokens cost, those from the cache by their own price', () => {
    expect(costOf(table, 'gpt-4.1', tokens)).toBeCloseTo(0.6 * 2 + 0.4 * 0.5 + 0.5 * 8, 9);
    expect(costOf(table, 'plain', tokens)).toBeCloseTo(1.5, 9);
  });

  it('knows a version of a model by the name of the model', () => {
    expect(costOf(table, 'gpt-4.1-2025-04-14', tokens)).toBe(costOf(table, 'gpt-4.1', tokens));
  });

  it('says null of a model that it does not have, and 0 of one that is free', () => {
    expect(costOf(table, 'gpt-5', tokens)).toBeNull();
    expect(costOf(table, 'toString', tokens)).toBeNull();
    expect(costOf(table, 'local', tokens)).toBe(0);
  });

  it.each([
    [null, 'an object of models'],
    [[], 'an object of models'],
    [{ m: 3 }, '"m" must be an object'],
    [{ m: { input: 1 } }, '"m" has no "output"'],
    [{ m: { input: 1, output: '2' } }, '"output" of "m" must be a number'],
    [{ m: { input: -1, output: 2 } }, '"input" of "m" must be a number'],
    [{ m: { input: 1, output: 2, inptu: 3 } }, 'unknown "inptu"'],
  ])('refuses %j', (json, reason) => {
    expect(() => parsePriceTable(json)).toThrow(expect.objectContaining({ code: 'invalid_price_table' }));
    expect(() => parsePriceTable(json)).toThrow(reason);
  });
});
