import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import { Seeded } from '@yychat/engine-core/testing';
import {
  finish,
  HOME,
  inFile,
  NOW,
  recalled,
  rowsIn,
  turnOf,
  withFile,
  withStore,
} from './fixtures/temporary-store.js';
import { SqliteStore } from './sqlite-store.js';

// A machine that is busy otherwise syncs its disk slowly.
jest.setTimeout(30_000);

/** All bytes that are on disk of a store. */
const bytesOf = (file: string): Buffer =>
  Buffer.concat(
    ['', '-wal']
      .map((end) => file + end)
      .filter(existsSync)
      .map((path) => readFileSync(path)),
  );

const nothing = {
  conversation: 0,
  chunk: 0,
  message: 0,
  place: 0,
  posting: 0,
  remains: 0,
  embedding: 0,
  outline: 0,
};

const keyOf = (conversation: number) => ({ ...HOME, conversationId: `conversation-${conversation}` });

const keysIn = (file: string): Buffer[] =>
  inFile(file, (database) => database.prepare('SELECT key FROM secret ORDER BY conversation').all()).map(
    (row) => Buffer.from(row['key'] as Uint8Array),
  );

describe('Deleting', () => {
  it('leaves no row of the conversation, and all of the others', () =>
    withStore((store, file) => {
      store.append([turnOf(['Here is my boat.', 'A fine one.'])]);
      const before = rowsIn(file);
      store.append([turnOf(['The river is wide.'], { conversationId: 'conversation-2' })]);
      const { messages } = store.entries(undefined, 10);
      store.embedded(
        'model',
        messages.map((_, index) => ({ sequence: index + 1, values: Float32Array.from([1, 0]) })),
      );
      expect(finish(store.delete({ ...HOME, conversationId: 'conversation-2' }, NOW)).value).toBe(1);
      expect(rowsIn(file)).toEqual({ ...before, embedding: 2, outline: 2 });
      expect(finish(store.delete(HOME, NOW)).value).toBe(2);
      expect(rowsIn(file)).toEqual(nothing);
    }));

  it('leaves no word in the file, whatever was said and deleted beside it', () =>
    withStore((store, file) => {
      const random = new Seeded(7);
      const words = Array.from({ length: 40 }, (_, n) => `quokka${n}x`);
      for (let turn = 0; turn < 400; turn++) {
        const conversation = random.below(words.length);
        const word = `${words[conversation]!} `;
        const message = { role: 'user' as const, text: word.repeat(1 + random.below(60)), name: word };
        store.append([turnOf([], { ...keyOf(conversation), messages: [message, message] })]);
      }
      const keys = keysIn(file);
      expect(keys).toHaveLength(words.length);
      for (const key of keys) expect(bytesOf(file).includes(key)).toBe(true);
      const left = new Set(words.keys());
      while (left.size > 0) {
        const conversation = random.pick([...left]);
        left.delete(conversation);
        const [first] = store.messages(keyOf(conversation), { limit: 1, order: 'asc' }).messages;
        expect(first?.text).toContain(words[conversation]);
        finish(store.delete(keyOf(conversation), NOW));
        expect(bytesOf(file).includes(words[conversation]!)).toBe(false);
      }
      // Without the keys, what is left of covered words is noise.
      for (const key of keys) expect(bytesOf(file).includes(key)).toBe(false);
      expect(rowsIn(file)).toEqual(nothing);
    }));

  it('is done for all to see before what is long is cleared, step by step', () =>
    withStore((store, file) => {
      const texts = (turn: number) => Array.from({ length: 50 }, (_, n) => `The boat ${turn} ${n} sails.`);
      for (let turn = 0; turn < 30; turn++) store.append([turnOf(texts(turn))]);
      const steps = store.delete(HOME, NOW);
      expect(steps.next().done).toBe(false);
      expect(rowsIn(file)).toMatchObject({ conversation: 0, remains: 1 });
      expect(rowsIn(file)['message']).toBeGreaterThan(1_000);
      expect(store.summary(HOME)).toEqual({ messages: 0, turns: 0 });
      expect(store.entries(undefined, 10).messages).toEqual([]);
      const rest = finish(steps);
      expect(rest.value).toBe(1_500);
      expect(rest.steps).toBeGreaterThan(5);
      expect(rowsIn(file)).toEqual(nothing);
    }));

  it('is gone on with where the end of the process cut it short', () =>
    withFile(async (file) => {
      const first = await SqliteStore.open(file);
      for (let turn = 0; turn < 12; turn++) {
        first.append([turnOf(Array.from({ length: 50 }, (_, n) => `The boat ${turn} ${n} sails.`))]);
      }
      first.delete(HOME, NOW).next();
      first.append([turnOf(['A new boat.'], { begun: NOW + 1 })]);
      first.close();
      const second = await SqliteStore.open(file);
      expect(rowsIn(file)['message']).toBeGreaterThan(1);
      finish(second.resume());
      expect(rowsIn(file)).toMatchObject({ conversation: 1, chunk: 1, message: 1, place: 1, remains: 0 });
      expect(await recalled(second, 'Which boat?')).toMatchObject([{ text: 'A new boat.', position: 0 }]);
      second.close();
    }));

  it('forgets after a day when it was', () =>
    withStore((store, file) => {
      const day = 86_400_000;
      const tombstones = () =>
        inFile(file, (database) => database.prepare('SELECT name FROM tombstone').all().length);
      for (let conversation = 0; conversation < 5; conversation++) {
        finish(store.delete(keyOf(conversation), NOW));
      }
      finish(store.delete(keyOf(6), NOW + day));
      expect(tombstones()).toBe(6);
      finish(store.delete(keyOf(7), NOW + day + 1));
      expect(tombstones()).toBe(2);
    }));
});
