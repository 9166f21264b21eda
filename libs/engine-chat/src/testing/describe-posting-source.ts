import { deepEqual, equal, rejects } from 'node:assert/strict';
import { InMemoryPostingSource } from '../recall/in-memory-posting-source.js';
import { indexTurn } from '../recall/indexed-turn.js';
import { recallTurns } from '../recall/recall-turns.js';
import type { PostingSource, ScopePostings } from '../recall/posting-source.js';
import { SESSION_PAUSE } from '../recall/sessions.js';
import type { KitOptions, PostingSourceUnderTest } from './kit-options.js';
import { QUESTIONS, TALK } from './talk.js';

const SCOPE = { tenant: 't', conversationId: 'c', user: 'u' };
const ALONE = { tenant: 't', conversationId: 'c' };
const never = new AbortController().signal;

/** What a source gave, without the order that it may choose: conversation, term and position of each posting. */
function placesIn({ conversations, lists }: ScopePostings): string[] {
  return lists
    .flatMap(({ term, conversation, postings }) =>
      postings.map(({ position }) => `${conversations[conversation]?.id ?? '?'} ${term} ${position}`),
    )
    .sort();
}

const recalled = async (source: PostingSource, text: string, now: number) =>
  recallTurns(source, { scope: SCOPE, text, limit: 20, present: [], now }, never);

/**
 * What every {@link PostingSource} has to do, as cases for any test runner. A source is made for each case.
 *
 * @example
 * describePostingSource({ describe, it, name: 'my store', create });
 */
export function describePostingSource({ describe, it, name, create }: KitOptions): void {
  const using = (title: string, body: (subject: PostingSourceUnderTest) => Promise<void>): void => {
    it(title, async () => {
      const subject = await create();
      try {
        await body(subject);
      } finally {
        await subject.close();
      }
    });
  };

  describe(`${name} is a posting source`, () => {
    using('gives the turns that have a term, with what scoring counts', async ({ source, add }) => {
      await add(SCOPE, { speaker: 'Ann', text: 'A boat, a boat and a river' }, 0);
      await add(SCOPE, { text: 'Bread' }, 1);
      await add(SCOPE, { text: 'The boats' }, 2);
      const { conversations, lists } = await source.postings(ALONE, ['boat', 'nothing'], never);
      deepEqual(
        lists
          .filter(({ postings }) => postings.length > 0)
          .map(({ term, postings }) => [term, [...postings]]),
        [
          [
            'boat',
            [
              { position: 0, frequency: 2, length: 4 },
              { position: 2, frequency: 1, length: 1 },
            ],
          ],
        ],
      );
      deepEqual(
        conversations.map(({ id, turns, length, end }) => ({ id, turns, length, end })),
        [{ id: 'c', turns: 3, length: 6, end: 3 }],
      );
    });

    using('begins a session after each long pause', async ({ source, add }) => {
      const times = [0, SESSION_PAUSE, 2 * SESSION_PAUSE + 1, 2 * SESSION_PAUSE + 2, 9 * SESSION_PAUSE];
      for (const time of times) await add(SCOPE, { text: 'boat' }, time);
      const { conversations } = await source.postings(ALONE, ['boat'], never);
      deepEqual(
        conversations.map(({ sessions }) => sessions.map(({ first, time }) => [first, time])),
        [
          [
            [0, 0],
            [2, times[2]],
            [4, times[4]],
          ],
        ],
      );
    });

    using('sees the conversation alone, and with a user all conversations of that user', async (subject) => {
      const { source, add } = subject;
      await add(SCOPE, { text: 'boat' }, 0);
      await add({ ...SCOPE, conversationId: 'd' }, { text: 'boat' }, 0);
      await add({ ...SCOPE, conversationId: 'e', user: 'v' }, { text: 'boat' }, 0);
      await add({ ...SCOPE, tenant: 'other' }, { text: 'boat boat' }, 0);
      await add({ ...SCOPE, tenant: 'other', conversationId: 'f' }, { text: 'boat' }, 0);
      deepEqual(placesIn(await source.postings(ALONE, ['boat'], never)), ['c boat 0']);
      deepEqual(placesIn(await source.postings(SCOPE, ['boat'], never)), ['c boat 0', 'd boat 0']);
      const keys = ['c', 'd', 'e', 'f'].map((conversationId) => ({ conversationId, position: 0 }));
      const seen = async (scope: typeof ALONE) =>
        (await source.facts(scope, keys, never)).map((facts) => facts !== undefined);
      deepEqual(await seen(ALONE), [true, false, false, false]);
      deepEqual(await seen(SCOPE), [true, true, false, false]);
    });

    using('shows a conversation of several users within itself only', async ({ source, add }) => {
      const shared = { ...SCOPE, conversationId: 'd' };
      await add(SCOPE, { text: 'boat' }, 0);
      await add({ tenant: 't', conversationId: 'd' }, { text: 'boat' }, 0);
      await add(shared, { text: 'boat' }, 1);
      const keys = [{ conversationId: 'd', position: 1 }];
      const seen = async () => (await source.facts(SCOPE, keys, never)).map((facts) => facts !== undefined);
      deepEqual(placesIn(await source.postings(SCOPE, ['boat'], never)), [
        'c boat 0',
        'd boat 0',
        'd boat 1',
      ]);
      deepEqual(await seen(), [true]);
      await add({ ...shared, user: 'v' }, { text: 'boat' }, 2);
      deepEqual(placesIn(await source.postings(SCOPE, ['boat'], never)), ['c boat 0']);
      deepEqual(await seen(), [false]);
      const within = ['d boat 0', 'd boat 1', 'd boat 2'];
      deepEqual(
        placesIn(await source.postings({ ...SCOPE, conversationId: 'd', user: 'w' }, ['boat'], never)),
        within,
      );
      deepEqual(placesIn(await source.postings({ ...shared, user: 'v' }, ['boat'], never)), within);
    });

    using('keeps the facts of each turn, and gives them in the order asked for', async ({ source, add }) => {
      const turns = [{ speaker: 'Ann', text: 'Where is the boat?' }, { text: '我去年买了一条船' }];
      for (const turn of turns) await add(SCOPE, turn, 0);
      const [second, none, first] = await source.facts(
        ALONE,
        [1, 7, 0].map((position) => ({ conversationId: 'c', position })),
        never,
      );
      equal(none, undefined);
      const { frequencies: _, ...expected } = indexTurn(turns[1] ?? { text: '' });
      deepEqual({ ...second, sketch: [...(second?.sketch ?? [])] }, expected);
      equal(first?.speaker, 'ann');
      equal(first.asks, true);
    });

    using('is empty where nothing was said', async ({ source }) => {
      const { lists } = await source.postings(ALONE, ['boat'], never);
      equal(lists.flatMap(({ postings }) => postings).length, 0);
      deepEqual(await recalled(source, 'Where is the boat?', 0), []);
    });

    using('rejects when the signal has aborted', async ({ source, add }) => {
      await add(SCOPE, { text: 'boat' }, 0);
      const aborted = AbortSignal.abort(new Error('too late'));
      await rejects(source.postings(ALONE, ['boat'], aborted));
      await rejects(source.facts(ALONE, [{ conversationId: 'c', position: 0 }], aborted));
    });

    using('ranks as the source in memory does', async ({ source, add }) => {
      const reference = new InMemoryPostingSource();
      const day = 24 * SESSION_PAUSE;
      for (const [index, turn] of TALK.entries()) {
        const scope = { ...SCOPE, conversationId: index % 3 === 0 ? 'd' : 'c' };
        const time = Math.floor(index / 5) * day + index;
        reference.add(scope, turn, time);
        await add(scope, turn, time);
      }
      for (const question of QUESTIONS) {
        const expected = await recalled(reference, question, TALK.length * day);
        equal(expected.length > 0, true, question);
        deepEqual(await recalled(source, question, TALK.length * day), expected, question);
      }
    });
  });
}
