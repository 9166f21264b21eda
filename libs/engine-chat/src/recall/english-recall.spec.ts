import { beforeAll, describe, expect, it } from '@jest/globals';
import { ENGLISH_FACTS } from './fixtures/english-facts.js';
import { englishSmallTalk } from './fixtures/english-small-talk.js';
import { spreadFacts } from './fixtures/spread-facts.js';
import { InMemoryPostingSource } from './in-memory-posting-source.js';
import { recallTurns } from './recall-turns.js';

const SCOPE = { tenant: 't', conversationId: 'c' };
const never = new AbortController().signal;

describe('recall in English, among 200 turns', () => {
  const source = new InMemoryPostingSource();
  let said: { positions: number[]; now: number };

  beforeAll(() => {
    const facts = ENGLISH_FACTS.map(([fact]) => fact);
    said = spreadFacts(source, SCOPE, facts, { turns: 200, smallTalk: englishSmallTalk });
  });

  async function firstFive(text: string): Promise<number[]> {
    const query = { scope: SCOPE, text, limit: 5, present: [], now: said.now };
    return (await recallTurns(source, query, never)).map(({ position }) => position);
  }

  it('finds what a question in other words asks for, among the first five, at least 9 times in 10', async () => {
    const missed: string[] = [];
    for (const [index, [, asked]] of ENGLISH_FACTS.entries()) {
      if (!(await firstFive(asked)).includes(said.positions[index]!)) missed.push(asked);
    }
    expect(missed.length / ENGLISH_FACTS.length).toBeLessThanOrEqual(0.1);
  });
});
