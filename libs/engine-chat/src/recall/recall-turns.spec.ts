import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fingerprint } from './fingerprint.js';
import { InMemoryPostingSource } from './in-memory-posting-source.js';
import { recallTurns } from './recall-turns.js';
import type { TurnQuery } from './recall-turns.js';

const DAY = 86_400_000;
const SCOPE = { tenant: 't', conversationId: 'c' };
const never = new AbortController().signal;

const ask = (source: InMemoryPostingSource, text: string, more: Partial<TurnQuery> = {}) =>
  recallTurns(source, { scope: SCOPE, text, limit: 10, present: [], now: 100 * DAY, ...more }, never);

const TREES = ['oak', 'elm', 'ash', 'fir', 'yew', 'birch', 'maple', 'larch'];
const HILLS = ['peak', 'ridge', 'cliff', 'mound', 'dune', 'slope', 'crest', 'bluff'];

/** One turn a day, each a session of its own. */
function said(...texts: string[]): InMemoryPostingSource {
  const source = new InMemoryPostingSource();
  texts.forEach((text, day) => source.add(SCOPE, { speaker: 'user', text }, day * DAY));
  return source;
}

const positions = (found: readonly { position: number }[]): number[] => found.map(({ position }) => position);

describe('recallTurns', () => {
  it('finds a turn by other forms of its words', async () => {
    const source = said('The weather is fine.', 'We adopted two puppies.', 'Dinner was late.');
    expect(positions(await ask(source, 'Which puppy did we adopt?'))).toEqual([1]);
  });

  it('finds an answer that shares no word with the question, by the question before it', async () => {
    const source = new InMemoryPostingSource();
    const talk = ['Where does your grandmother live?', 'In a village near Bergen.', 'Nice.'];
    talk.forEach((text, minute) => source.add(SCOPE, { text }, minute * 60_000));
    source.add(SCOPE, { text: 'My bicycle is broken.' }, DAY);
    const found = await ask(source, 'Where does grandma live?');
    expect(positions(found)).toContain(1);
    expect(positions(found)).not.toContain(3);
  });

  it('prefers what was said in the time that the question speaks of', async () => {
    const source = said(
      ...Array.from(
        { length: 60 },
        (_, day) => `Went running from ${TREES[day % 8]!} to ${HILLS[day >> 3]!}`,
      ),
    );
    const [first] = await ask(source, 'How was my running on 5 February 1970?');
    expect(first?.position).toBe(35);
  });

  it('prefers the speaker whom the question names', async () => {
    const source = new InMemoryPostingSource();
    source.add(SCOPE, { speaker: 'Ines', text: 'I paint boats.' }, 0);
    source.add(SCOPE, { speaker: 'Otto', text: 'I paint boats with houses.' }, DAY);
    source.add(SCOPE, { speaker: 'Ines', text: 'I bake bread.' }, 2 * DAY);
    expect((await ask(source, 'What does Ines paint?'))[0]?.position).toBe(0);
    expect((await ask(source, 'What does Otto paint?'))[0]?.position).toBe(1);
  });

  it('recalls of near-duplicates only the best', async () => {
    const source = said('My sister plays the cello.', 'my sister plays the cello!!', 'She sold the cello.');
    expect(positions(await ask(source, 'Who plays the cello?'))).toHaveLength(2);
  });

  it('does not recall what is in the prompt already', async () => {
    const source = said(
      'My sister plays the cello.',
      'My cello needs new strings.',
      'My sister, she plays the cello!',
    );
    const found = await ask(source, 'What about the cello?', {
      present: [fingerprint('My sister plays the  CELLO')],
    });
    expect(positions(found)).toEqual([1]);
  });

  it('does not answer a question with the same question', async () => {
    const source = said('Who plays the cello?', 'My sister plays the cello.');
    expect(positions(await ask(source, 'who plays the cello??'))).toEqual([1]);
  });

  it.each(['', '…', 'the of and'])('recalls nothing for a question without terms: "%s"', async (text) => {
    expect(await ask(said('My sister plays the cello.'), text)).toEqual([]);
  });

  it('takes a question of any length', async () => {
    const source = said('My sister plays the cello.');
    const filler = Array.from({ length: 50_000 }, (_, n) => `word${n}`).join(' ');
    expect(positions(await ask(source, `${filler} who plays the cello?`))).toEqual([0]);
  });

  it('rejects when the signal aborts', async () => {
    const query = { scope: SCOPE, text: 'cello', limit: 5, present: [], now: 0 };
    await expect(recallTurns(said('A cello.'), query, AbortSignal.abort(new Error('late')))).rejects.toThrow(
      'late',
    );
  });
});

describe('recallTurns, whatever was said by whom and in which order', () => {
  const turn = fc.record({
    tenant: fc.constantFrom('t', 'u'),
    conversationId: fc.constantFrom('c', 'd', 'e'),
    user: fc.constantFrom('ann', 'bob'),
    text: fc.array(fc.constantFrom('cello', 'boat', 'bread', 'river'), { minLength: 1, maxLength: 4 }),
  });
  /** A conversation is of one user. */
  const spoken = fc.array(turn, { maxLength: 40 }).map((turns) =>
    turns.map(({ user: _, text, ...scope }) => ({
      scope: {
        ...scope,
        user: scope.conversationId === 'c' ? 'ann' : scope.conversationId === 'd' ? 'ann' : 'bob',
      },
      text: text.join(' '),
    })),
  );

  function filled(
    turns: readonly { scope: { tenant: string; conversationId: string; user: string }; text: string }[],
  ) {
    const source = new InMemoryPostingSource();
    turns.forEach(({ scope, text }) => source.add(scope, { text }, 0));
    return source;
  }

  it('stays within the conversation, or with a user within the conversations of that user', async () => {
    await fc.assert(
      fc.asyncProperty(spoken, async (turns) => {
        const source = filled(turns);
        for (const { conversationId } of await ask(source, 'cello boat')) expect(conversationId).toBe('c');
        const mine = await ask(source, 'cello boat', { scope: { ...SCOPE, user: 'ann' } });
        for (const { conversationId } of mine) expect(['c', 'd']).toContain(conversationId);
      }),
    );
  });

  it('is the same without all that others said', async () => {
    await fc.assert(
      fc.asyncProperty(spoken, async (turns) => {
        const own = turns.filter(({ scope }) => scope.tenant === 't' && scope.conversationId === 'c');
        expect(await ask(filled(turns), 'cello boat')).toEqual(await ask(filled(own), 'cello boat'));
      }),
    );
  });

  it('does not depend on how conversations were interleaved', async () => {
    await fc.assert(
      fc.asyncProperty(spoken, async (turns) => {
        const sorted = [...turns].sort((one, other) =>
          one.scope.conversationId.localeCompare(other.scope.conversationId),
        );
        const scope = { ...SCOPE, user: 'ann' };
        const scores = async (source: InMemoryPostingSource) =>
          (await ask(source, 'cello boat', { scope, limit: 100 })).map(({ score }) => score);
        expect(await scores(filled(sorted))).toEqual(await scores(filled(turns)));
      }),
    );
  });
});
