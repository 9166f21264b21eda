import { describe, expect, it } from '@jest/globals';
import { addNear } from './embedding-scores.js';

const turn = (position: number, score: number) => ({ conversationId: 'c', position, score });
const near = (position: number, similarity: number, conversationId = 'c') => ({
  conversationId,
  position,
  similarity,
});

describe('addNear', () => {
  it('gives the nearest its share of the best score, and others what lies between', () => {
    const sum = addNear(
      [turn(0, 10), turn(1, 4), turn(2, 3)],
      [near(1, 0.9), near(2, 0.7), near(3, 0.5)],
      0.3,
    );
    expect(sum.map(({ score }) => score)).toEqual([10, 7, 4.5].map((score) => expect.closeTo(score)));
  });

  it('brings in turns that share no word with the question', () => {
    const sum = addNear([turn(0, 10)], [near(5, 0.9), near(0, 0.4)], 0.3);
    expect(sum).toEqual([turn(0, 10), turn(5, 3)]);
  });

  it('does not take a turn for that of another conversation', () => {
    const sum = addNear([turn(1, 10)], [near(1, 0.9, 'd'), near(2, 0.1)], 0.3);
    expect(sum).toEqual([turn(1, 10), { conversationId: 'd', position: 1, score: 3 }]);
  });

  it('tells by order where no word was found', () => {
    const sum = addNear([], [near(7, 0.9), near(8, 0.8), near(9, 0.1)], 0.3);
    expect(sum.map(({ position }) => position)).toEqual([7, 8]);
  });

  it('takes equal embeddings for equally near', () => {
    expect(addNear([], [near(7, 0.9), near(8, 0.9)], 1).map(({ score }) => score)).toEqual([1, 1]);
    expect(addNear([turn(1, 2)], [], 1)).toEqual([turn(1, 2)]);
  });
});
