import { describe, expect, it } from '@jest/globals';
import { NOW, recalled, turnOf, withStore } from './fixtures/temporary-store.js';
import { MOST_OTHERS, MOST_POSITIONS } from './visible-scope.js';

const DAY = 86_400_000;
const chatter = (messages: number) => Array.from({ length: messages }, () => 'Hm');

describe('What a scope shows', () => {
  it(
    'is the newest part of a long conversation',
    () =>
      withStore(async (store) => {
        const size = 4_096;
        store.append([turnOf(['The first boat was red.', ...chatter(size - 1)])]);
        for (let turn = 1; turn * size < MOST_POSITIONS; turn++) {
          const boat = turn === 1 ? 'The second boat was green.' : 'Hm';
          store.append([turnOf([...chatter(size - 1), boat], { time: NOW + DAY })]);
        }
        const last = 'The third boat was blue.';
        store.append([turnOf([last, ...chatter(10)], { time: NOW + 2 * DAY })]);
        const found = await recalled(store, 'Which colour had the boat?');
        const boats = found.filter(({ text }) => text.includes('boat')).map(({ position }) => position);
        expect(boats.sort((one, other) => one - other)).toEqual([2 * size - 1, MOST_POSITIONS]);
        const { conversations } = await store
          .source({ tenant: 'tenant-1', conversationId: 'conversation-1' })
          .postings({ tenant: '', conversationId: '' }, []);
        const [{ turns, end, sessions } = { turns: 0, end: 0, sessions: [] }] = conversations;
        expect([turns, end]).toEqual([MOST_POSITIONS + 11 - 1_024, MOST_POSITIONS + 11 - 1_024]);
        expect(sessions).toEqual([
          { first: 0, time: NOW },
          { first: size - 1_024, time: NOW + DAY },
          { first: MOST_POSITIONS - 1_024, time: NOW + 2 * DAY },
        ]);
      }),
    60_000,
  );

  it(
    'leaves other conversations the room that the own one does not take',
    () =>
      withStore(async (store) => {
        const of = (conversationId: string, texts: string[]) =>
          turnOf(texts, { conversationId, user: 'ann', turnId: conversationId });
        store.append([
          of('oldest', ['A boat.']),
          of('older', ['A boat.', ...chatter(2_500)]),
          of('newest', ['A boat.', ...chatter(MOST_POSITIONS - 2_048)]),
        ]);
        const seen = async (conversationId: string) => {
          const scope = { tenant: 'tenant-1', conversationId, user: 'ann' };
          const { conversations } = await store.source(scope).postings(scope, []);
          return conversations.map(({ id, turns }) => [id, turns]);
        };
        const newest = ['newest', MOST_POSITIONS - 2_047];
        // What is cut is the last that is seen: the oldest is not, though it would fit.
        const expected = [['older', 2_501 - 1_024], newest];
        for (const id of ['new', 'newest']) expect(await seen(id)).toEqual(expected);
      }),
    60_000,
  );

  it('is no more than the latest of many conversations', () =>
    withStore(async (store) => {
      const of = (n: number, turnId = `turn ${n}`) =>
        turnOf([`The boat is called Tern${n}.`], { conversationId: `c${n}`, user: 'ann', turnId });
      store.append(Array.from({ length: MOST_OTHERS + 2 }, (_, n) => of(n)));
      store.append([of(0, 'again')]);
      const find = async (n: number) =>
        (await recalled(store, `Is one called Tern${n}?`, { conversationId: 'new', user: 'ann' }, 1)).map(
          ({ conversationId }) => conversationId,
        );
      expect(await find(0)).toEqual(['c0']);
      expect(await find(1)).not.toEqual(['c1']);
      expect(await find(2)).not.toEqual(['c2']);
      expect(await find(3)).toEqual(['c3']);
    }));
});
