import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PostingList, ScopePostings } from './posting-source.js';
import { scorePostings } from './score-postings.js';
import { RECALL_WEIGHTS } from './weights.js';

const TERMS = ['a', 'b', 'c', 'd'];
const K1 = RECALL_WEIGHTS.saturation;
const B = RECALL_WEIGHTS.lengthPenalty;

/** Sessions of turns of terms: one conversation. */
type Sessions = string[][][];
const conversation: fc.Arbitrary<Sessions> = fc.array(
  fc.array(fc.array(fc.constantFrom(...TERMS, 'other'), { minLength: 1, maxLength: 5 }), {
    minLength: 1,
    maxLength: 6,
  }),
  { minLength: 1, maxLength: 4 },
);

const count = (terms: readonly string[], term: string): number => terms.filter((one) => one === term).length;

function scopeOf(sessions: Sessions): ScopePostings {
  const turns = sessions.flat();
  let first = 0;
  return {
    conversations: [
      {
        id: 'c',
        turns: turns.length,
        length: turns.flat().length,
        end: turns.length,
        sessions: sessions.map(({ length }) => ({ first: (first += length) - length, time: 0 })),
      },
    ],
    lists: TERMS.map((term): PostingList => {
      const postings = turns.map((terms, position) => {
        return { position, frequency: count(terms, term), length: terms.length };
      });
      return { term, conversation: 0, postings: postings.filter(({ frequency }) => frequency > 0) };
    }),
  };
}

const idf = (all: number, having: number): number => Math.log(1 + (all - having + 0.5) / (having + 0.5));
const bm25 = (frequency: number, norm = 1): number => (frequency * (K1 + 1)) / (frequency + K1 * norm);

/** The same formula, from the texts: slow and plain. */
function plainScores(sessions: Sessions): number[] {
  const turns = sessions.flat();
  const average = turns.flat().length / turns.length;
  return sessions.flatMap((session) =>
    session.map((terms, at) => {
      let near = 0;
      let around = 0;
      for (const term of TERMS) {
        const rarity = idf(turns.length, turns.filter((other) => other.includes(term)).length);
        near += rarity * RECALL_WEIGHTS.turn * bm25(count(terms, term), 1 - B + (B * terms.length) / average);
        for (const { before, after, weight } of RECALL_WEIGHTS.windows) {
          const window = session.slice(Math.max(0, at - before), at + after + 1).flat();
          near += rarity * weight * bm25(count(window, term));
        }
        const having = sessions.filter((other) => other.flat().includes(term)).length;
        around += RECALL_WEIGHTS.session * idf(sessions.length, having) * bm25(count(session.flat(), term));
      }
      return near > 0 ? near + around : 0;
    }),
  );
}

const options = { weights: RECALL_WEIGHTS, limit: 1_000 };

describe('scorePostings', () => {
  it('scores from postings what BM25 over turns, windows and sessions gives from the texts', () => {
    fc.assert(
      fc.property(conversation, (sessions) => {
        const plain = plainScores(sessions);
        const scored = scorePostings(scopeOf(sessions), options);
        expect(scored.length).toBe(plain.filter((score) => score > 0).length);
        for (const { position, score } of scored) expect(score).toBeCloseTo(plain[position]!, 9);
      }),
    );
  });

  it('does not depend on the order in which lists and conversations come', () => {
    fc.assert(
      fc.property(conversation, conversation, (one, other) => {
        const [left, right] = [scopeOf(one), { ...scopeOf(other) }];
        const renamed = { ...right.conversations[0]!, id: 'd' };
        const at = (lists: readonly PostingList[], index: number) =>
          lists.map((list) => ({ ...list, conversation: index }));
        const forward = scorePostings(
          {
            conversations: [left.conversations[0]!, renamed],
            lists: [...at(left.lists, 0), ...at(right.lists, 1)],
          },
          options,
        );
        const backward = scorePostings(
          {
            conversations: [renamed, left.conversations[0]!],
            lists: [...at(right.lists, 0), ...at(left.lists, 1)].reverse(),
          },
          options,
        );
        const byPlace = (scored: typeof forward) =>
          new Map(
            scored.map(({ conversationId, position, score }) => [`${conversationId} ${position}`, score]),
          );
        expect(byPlace(backward)).toEqual(byPlace(forward));
      }),
    );
  });

  it('brings up a whole session that was held in the time that is asked for', () => {
    const sessions = [
      { first: 0, time: Date.UTC(2024, 0, 1) },
      { first: 2, time: Date.UTC(2024, 1, 1) },
      { first: 4, time: Date.UTC(2024, 2, 1) },
    ];
    const conversations = [{ id: 'c', turns: 6, length: 30, end: 6, sessions }];
    const period = { start: Date.UTC(2024, 1, 1), end: Date.UTC(2024, 1, 2) };
    const scored = scorePostings({ conversations, lists: [] }, { ...options, period });
    expect(scored.map(({ position }) => position)).toEqual([3, 2]);
  });

  it('is empty for an empty scope', () => {
    expect(scorePostings({ conversations: [], lists: [] }, options)).toEqual([]);
  });
});
