import { beforeAll, describe, expect, it } from '@jest/globals';
import { CHINESE_FACTS } from './fixtures/chinese-facts.js';
import { chineseSmallTalk } from './fixtures/chinese-small-talk.js';
import { spreadFacts } from './fixtures/spread-facts.js';
import { InMemoryPostingSource } from './in-memory-posting-source.js';
import { recallTurns } from './recall-turns.js';

const SCOPE = { tenant: 't', conversationId: 'c' };
const never = new AbortController().signal;

describe('recall in Chinese, among 500 turns', () => {
  const source = new InMemoryPostingSource();
  let said: { positions: number[]; now: number };

  beforeAll(() => {
    const facts = CHINESE_FACTS.map(([fact]) => fact);
    said = spreadFacts(source, SCOPE, facts, { turns: 500, smallTalk: chineseSmallTalk });
  });

  async function firstFive(text: string): Promise<number[]> {
    const query = { scope: SCOPE, text, limit: 5, present: [], now: said.now };
    return (await recallTurns(source, query, never)).map(({ position }) => position);
  }

  it('has a place for each of at least 40 facts', () => {
    expect(said.positions.length).toBe(CHINESE_FACTS.length);
    expect(said.positions.length).toBeGreaterThanOrEqual(40);
  });

  it.each([
    ['in other words', 1],
    ['loosely', 2],
  ] as const)(
    'finds what is asked for %s among the first five, at least 8 times in 10',
    async (_, asking) => {
      const missed: string[] = [];
      for (const [index, fact] of CHINESE_FACTS.entries()) {
        if (!(await firstFive(fact[asking])).includes(said.positions[index]!)) missed.push(fact[asking]);
      }
      expect(missed.length / CHINESE_FACTS.length).toBeLessThanOrEqual(0.2);
    },
  );
});
