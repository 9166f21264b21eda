import { describe, expect, it } from '@jest/globals';
import { finish, HOME, inFile, NOW, recalled, turnOf, withStore } from './fixtures/temporary-store.js';

/** Makes a conversation's index one of another version, which had all terms and facts wrong. */
const spoil = (file: string): void =>
  inFile(file, (database) =>
    database.exec(`
      UPDATE conversation SET analysis = analysis - 1, terms = 12345;
      DELETE FROM posting WHERE id % 2 = 0;
      UPDATE posting SET packed = CAST(packed || packed AS BLOB);
      UPDATE place SET facts = NULL;
    `),
  );

describe('An index of another version of the analysis', () => {
  it('is rebuilt from the log when it is recalled from', () =>
    withStore(async (store, file) => {
      for (let turn = 0; turn < 60; turn++) {
        const texts = Array.from({ length: 25 }, (_, n) => `Boat ${turn * 25 + n} sails to harbour ${turn}.`);
        store.append([turnOf(texts, { time: NOW + turn * 5_000_000 })]);
      }
      const questions = ['Which boats sail to harbour 17?', 'Boat 1023', 'Boat 1024', 'Harbour 59'];
      const answers = async () => {
        const found = [];
        for (const question of questions) found.push(await recalled(store, question));
        return found;
      };
      const before = await answers();
      spoil(file);
      const first = finish(
        store.recall({ scope: HOME, text: questions[0]!, limit: 20, present: [], now: NOW }),
      );
      expect(first.steps).toBeGreaterThan(20);
      expect(await first.value).toEqual(before[0]);
      expect(await answers()).toEqual(before);
    }));

  it('takes in what is said before it is rebuilt, and meanwhile', () =>
    withStore(async (store, file) => {
      const said = (n: number) => turnOf([`Ship number ${n} is called Tern${n}.`]);
      for (let n = 0; n < 200; n++) store.append([said(n)]);
      spoil(file);
      store.append([said(200)]);
      const query = { scope: HOME, text: 'Which ship is Tern201?', limit: 1, present: [], now: NOW };
      const steps = store.recall(query);
      for (let step = 0; step < 3; step++) expect(steps.next().done).toBe(false);
      const { indexed } = inFile(file, (database) =>
        database.prepare('SELECT indexed FROM conversation').get(),
      )!;
      expect(indexed).toBeGreaterThan(0);
      store.append([said(201)]);
      expect(await finish(steps).value).toMatchObject([{ position: 201 }]);
      expect(await recalled(store, 'Which ship is Tern200?', {}, 1)).toMatchObject([{ position: 200 }]);
      store.append([said(202)]);
      expect(await recalled(store, 'Which ship is Tern202?', {}, 1)).toMatchObject([{ position: 202 }]);
    }));

  it('is rebuilt for a user who speaks elsewhere, too', () =>
    withStore(async (store, file) => {
      store.append([turnOf(['My boat is called Morning Star.'], { user: 'ann' })]);
      spoil(file);
      const scope = { conversationId: 'conversation-2', user: 'ann' };
      expect(await recalled(store, 'Which boat?', scope)).toMatchObject([
        { conversationId: 'conversation-1' },
      ]);
    }));

  it('may be deleted while it is rebuilt', () =>
    withStore(async (store, file) => {
      for (let n = 0; n < 200; n++) store.append([turnOf([`Boat ${n}`])]);
      spoil(file);
      const steps = store.recall({ scope: HOME, text: 'Boat 1?', limit: 1, present: [], now: NOW });
      for (let step = 0; step < 3; step++) steps.next();
      finish(store.delete(HOME, NOW));
      expect(await finish(steps).value).toEqual([]);
    }));
});
