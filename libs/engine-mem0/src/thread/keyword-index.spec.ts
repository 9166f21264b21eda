import { describe, expect, it } from '@jest/globals';
import { Seeded } from '@yychat/engine-core/testing';
import { KeywordIndex } from './keyword-index.js';

const WORDS = 'user boat dog cat ulm code river lamp spring winter'.split(' ');

/** BM25 over whole texts, as mem0 3.3.1 has it in its own store. */
function scores(texts: readonly (string | undefined)[], query: string): Map<number, number> {
  const all = texts.map((text) => text?.split(' ').filter(Boolean));
  const kept = all.filter((words) => words !== undefined);
  const average = kept.reduce((sum, words) => sum + words.length, 0) / kept.length;
  const found = new Map<number, number>();
  for (const word of query.split(' ')) {
    const having = kept.filter((words) => words.includes(word)).length;
    const rarity = Math.log((kept.length - having + 0.5) / (having + 0.5) + 1);
    all.forEach((words, slot) => {
      const frequency = words?.filter((other) => other === word).length ?? 0;
      if (words === undefined || frequency === 0) return;
      const score = (rarity * frequency * 2.5) / (frequency + 1.5 * (0.25 + (0.75 * words.length) / average));
      found.set(slot, (found.get(slot) ?? 0) + score);
    });
  }
  return found;
}

describe('the index of keywords', () => {
  it('scores texts as mem0 does, also when some were removed', () => {
    const random = new Seeded(3);
    const texts: (string | undefined)[] = Array.from({ length: 300 }, () =>
      Array.from({ length: 1 + random.below(12) }, () => random.pick(WORDS)).join(' '),
    );
    const index = new KeywordIndex();
    for (const text of texts) index.add(text ?? '');
    for (let removed = 0; removed < 100; removed++) {
      const slot = random.below(texts.length);
      texts[slot] = undefined;
      index.remove(slot);
      index.remove(slot);
    }
    for (const query of ['boat', 'user dog ulm', 'nothing', 'lamp lamp', 'Winter']) {
      const expected = scores(texts, query.toLowerCase());
      const found = index.search(query, 10);
      const best = [...expected.values()].sort((one, other) => other - one).slice(0, 10);
      expect(found.map(({ score }) => score.toFixed(9))).toEqual(best.map((score) => score.toFixed(9)));
      for (const { slot, score } of found) expect(score).toBeCloseTo(expected.get(slot) ?? 0, 9);
    }
  });

  it('finds nothing where there is nothing', () => {
    const index = new KeywordIndex();
    expect(index.search('boat', 5)).toEqual([]);
    index.add('');
    expect(index.search('', 5)).toEqual([]);
  });
});
