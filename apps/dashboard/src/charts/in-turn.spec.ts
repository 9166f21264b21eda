import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { inTurn } from './in-turn.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('does one thing in a task, in their order, and what was given up not at all', () => {
  const done: string[] = [];
  inTurn(() => done.push('a'));
  const giveUp = inTurn(() => done.push('b'));
  inTurn(() => done.push('c'));
  giveUp();
  jest.advanceTimersToNextTimer();
  expect(done).toEqual(['a']);
  jest.runAllTimers();
  expect(done).toEqual(['a', 'c']);
  inTurn(() => done.push('d'));
  jest.runAllTimers();
  expect(done).toEqual(['a', 'c', 'd']);
});

it('has two frames go by from one to the next, also where the next comes when all is done', () => {
  const done: string[] = [];
  inTurn(() => done.push('a'));
  inTurn(() => done.push('b'));
  jest.advanceTimersToNextTimer();
  jest.advanceTimersByTime(34);
  expect(done).toEqual(['a']);
  jest.advanceTimersByTime(10);
  expect(done).toEqual(['a', 'b']);
  inTurn(() => done.push('c'));
  jest.advanceTimersByTime(34);
  expect(done).toEqual(['a', 'b']);
  jest.runAllTimers();
  expect(done).toEqual(['a', 'b', 'c']);
});
