import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { systemClock } from '@yychat/engine-core';
import type { TurnContents } from '@yychat/protocol';
import { KeptContents } from './kept-contents.js';

let kept: KeptContents;
beforeEach(() => {
  jest.useFakeTimers();
  kept = new KeptContents({ ttl: 1_000, clock: systemClock, maxTurns: 3, maxBytes: 100 });
});
afterEach(() => {
  jest.useRealTimers();
});

const contents = (request_id: string) => ({ request_id }) as TurnContents;
const keep = (id: string, bytes = 10, tenant = 'shop') => kept.keep(tenant, contents(id), bytes);
const known = (...ids: string[]) => ids.filter((id) => kept.find(id, undefined) !== undefined);

it('goes when its time is over, whether or not anybody asks', () => {
  keep('a');
  jest.advanceTimersByTime(600);
  keep('b');
  jest.advanceTimersByTime(400);
  expect(known('a', 'b')).toEqual(['b']);
  jest.advanceTimersByTime(600);
  expect(known('a', 'b')).toEqual([]);
  keep('c');
  jest.advanceTimersByTime(999);
  expect(known('c')).toEqual(['c']);
});

it('is bounded in number and in bytes, and the oldest goes', () => {
  for (const id of ['a', 'b', 'c', 'd']) keep(id);
  expect(known('a', 'b', 'c', 'd')).toEqual(['b', 'c', 'd']);
  keep('e', 90);
  expect(known('b', 'c', 'd', 'e')).toEqual(['d', 'e']);
  keep('f', 101);
  expect(known('d', 'e', 'f')).toEqual([]);
});

it('is found within its tenant, though another names a request alike', () => {
  keep('a', 10, 'shop');
  expect(kept.find('a', 'shop')).toBeDefined();
  expect(kept.find('a', 'other')).toBeUndefined();
  keep('a', 10, 'other');
  expect(kept.find('a', 'shop')).toBe(kept.find('a', 'shop'));
  expect(kept.find('a', 'shop')).not.toBe(kept.find('a', 'other'));
});

it('is forgotten by tenant or as a whole, and says that it was', () => {
  keep('a', 10, 'shop');
  keep('b', 10, 'other');
  const before = kept.forgotten;
  kept.forget('shop');
  expect(known('a', 'b')).toEqual(['b']);
  expect(kept.forgotten).not.toBe(before);
  kept.forget(undefined);
  expect(known('b')).toEqual([]);
});
