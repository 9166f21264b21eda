import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../facts/fact-store.js';
import { factMemories, mergeMemories } from './merge-memories.js';

const fact = (text: string, score: number, time = 7): Fact => {
  return { id: text, text, score, time, user: 'u', run: 'r', source: 'm' };
};
const memory = (text: string) => ({ text, score: 1 });

describe('facts as memories', () => {
  it('are each there once, best first, and not in the prompt already', () => {
    const facts = [
      fact('I live in Ulm', 0.2),
      fact('i  live in ulm ', 0.9),
      fact('I have a cat', 0.5, 0),
      fact('Present', 1),
    ];
    expect(factMemories(facts, [' present'], 5)).toEqual([
      { text: 'i  live in ulm ', score: 0.9, time: 7 },
      { text: 'I have a cat', score: 0.5 },
    ]);
    expect(factMemories(facts, [], 1)).toHaveLength(1);
  });
});

describe('memories of two kinds', () => {
  it('come by turns, each said once, best first', () => {
    const merged = mergeMemories(['A', 'B', 'C'].map(memory), ['x', 'b', 'y'].map(memory), 5);
    expect(merged.map(({ text }) => text)).toEqual(['x', 'A', 'b', 'C', 'y']);
    const scores = merged.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((one, other) => other - one));
  });

  it('are those that there are', () => {
    expect(mergeMemories([memory('A')], [], 5).map(({ text }) => text)).toEqual(['A']);
    expect(mergeMemories([], [memory('x'), memory('y')], 1).map(({ text }) => text)).toEqual(['x']);
    expect(mergeMemories([], [], 5)).toEqual([]);
  });
});
