import { setImmediate } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import type { LoggedTurn } from '@yychat/engine-core';
import { HOME, inFile, NOW, recalled, turnOf, withStore } from './fixtures/temporary-store.js';
import type { SqliteStore } from './sqlite-store.js';
import { StoreService } from './store-service.js';
import type { Failure, FromStore, Reply, ToStore } from './wire.js';

/** A service with what it was asked, in the order in which the store did it. */
class Bench {
  readonly done: string[] = [];
  readonly replies: Reply[] = [];
  readonly troubles: Failure[] = [];
  readonly #channel = new MessageChannel();
  readonly #ended: Promise<void>;

  constructor(store: SqliteStore) {
    const { port1, port2 } = this.#channel;
    this.#ended = new Promise((resolve) => {
      new StoreService(this.#watch(store), port2, resolve);
    });
    port1.on('message', (message: FromStore) => {
      if ('replies' in message) this.replies.push(...message.replies);
      if ('trouble' in message) this.troubles.push(message.trouble);
    });
  }

  /** What the cases call; it is closed by whoever opened it. */
  #watch(store: SqliteStore): SqliteStore {
    const noted = <Values extends unknown[], Result>(what: string, call: (...values: Values) => Result) => {
      return (...values: Values): Result => {
        this.done.push(what);
        return call(...values);
      };
    };
    const watched: Partial<SqliteStore> = {
      append: (turns) => noted(`append ${turns.length}`, () => store.append(turns))(),
      summary: noted('summary', (key) => store.summary(key)),
      delete: noted('delete', (key, now) => store.delete(key, now)),
      resume: noted('resume', () => store.resume()),
      close: noted('close', () => undefined),
    };
    return watched as SqliteStore;
  }

  send(...messages: ToStore[]): void {
    for (const message of messages) this.#channel.port1.postMessage(message);
  }

  async answered(count: number): Promise<void> {
    while (this.replies.length < count) await setImmediate();
  }

  async end(): Promise<void> {
    this.send({ end: true });
    await this.#ended;
    this.#channel.port1.close();
  }
}

const append = (id: number, argument: LoggedTurn): ToStore => ({ id, call: 'append', argument });
const summary = (id: number): ToStore => ({ id, call: 'summary', argument: HOME });
const results = ({ replies }: Bench) => replies.map(({ result = 'null' }) => JSON.parse(result) as unknown);

/** Runs a body with a service of a store. */
const withService = (body: (bench: Bench, store: SqliteStore) => Promise<void>) =>
  withStore(async (store) => {
    const bench = new Bench(store);
    try {
      await body(bench, store);
    } finally {
      await bench.end();
    }
  });

describe('A store that is asked by many', () => {
  it('commits together what waits together, some at a time', () =>
    withService(async (bench) => {
      bench.send(...Array.from({ length: 100 }, (_, n) => append(n + 1, turnOf([`Turn ${n}`]))));
      await bench.answered(100);
      expect(bench.done.filter((call) => call.startsWith('append'))).toEqual(['append 64', 'append 36']);
      expect(bench.replies.map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
    }));

  it('does not take long texts together', () =>
    withService(async (bench) => {
      const long = 'x '.repeat(75_000);
      bench.send(...[1, 2, 3, 4].map((id) => append(id, turnOf([long]))), append(5, turnOf(['Short'])));
      await bench.answered(5);
      const appends = bench.done.filter((call) => call.startsWith('append'));
      expect(appends).toEqual(['append 1', 'append 1', 'append 1', 'append 2']);
    }));

  it('lets one bad turn fail alone', () =>
    withService(async (bench, store) => {
      const half = turnOf(['Half a turn', 'without its end']);
      const bad = {
        ...half,
        messages: [half.messages[0]!, { ...half.messages[1]!, text: 7 as unknown as string }],
      };
      bench.send(append(1, turnOf(['One'])), append(2, bad), append(3, turnOf(['Three'])));
      await bench.answered(3);
      expect(bench.done).toContain('append 3');
      expect(bench.replies.map(({ failure }) => failure !== undefined)).toEqual([false, true, false]);
      expect(bench.replies[1]?.failure?.message).toContain('toWellFormed');
      const { messages } = store.messages(HOME, { limit: 10, order: 'asc' });
      expect(messages.map(({ text }) => text)).toEqual(['One', 'Three']);
      expect(await recalled(store, 'Which half?')).toEqual([]);
    }));

  it('lets nobody starve behind a flood of turns, nor turns behind a flood of questions', () =>
    withService(async (bench) => {
      bench.send(...Array.from({ length: 300 }, (_, n) => append(n + 1, turnOf([`Turn ${n}`]))));
      bench.send(
        ...Array.from({ length: 20_000 }, (_, n) => summary(n + 1_001)),
        append(999, turnOf(['Last'])),
      );
      await bench.answered(20_301);
      const order = bench.replies.map(({ id }) => id);
      expect(order.indexOf(1_001)).toBeLessThan(order.indexOf(300));
      expect(order.indexOf(999)).toBeLessThan(order.indexOf(21_000));
    }));

  it('does others’ work between the steps of what is long', () =>
    withService(async (bench, store) => {
      for (let turn = 0; turn < 20; turn++) {
        store.append([turnOf(Array.from({ length: 50 }, (_, n) => `Boat ${turn} ${n}`))]);
      }
      bench.send({ id: 1, call: 'delete', argument: { key: HOME, now: NOW } }, summary(2));
      await bench.answered(2);
      expect(bench.replies.map(({ id }) => id)).toEqual([2, 1]);
      expect(results(bench)).toEqual([{ messages: 0, turns: 0 }, 1_000]);
    }));

  it('does not begin what was taken back', () =>
    withService(async (bench, store) => {
      bench.send(append(1, turnOf(['One'])), append(2, turnOf(['Two'])), summary(3), summary(4));
      bench.send({ cancel: 2 }, { cancel: 3 }, { cancel: 77 });
      await bench.answered(2);
      expect(bench.replies.map(({ id }) => id)).toEqual([1, 4]);
      expect(store.summary(HOME).messages).toBe(1);
    }));

  it('finishes what it was asked before it ends', () =>
    withService(async (bench) => {
      bench.send(
        ...Array.from({ length: 100 }, (_, n) => append(n + 1, turnOf([`Turn ${n}`]))),
        summary(200),
      );
      bench.send({ end: true });
      await bench.answered(101);
      await setImmediate();
      expect(bench.done.at(-1)).toBe('close');
    }));

  it('clears what an earlier process left, and whoever asks need not wait for it', () =>
    withStore(async (store) => {
      for (let turn = 0; turn < 20; turn++) {
        store.append([turnOf(Array.from({ length: 50 }, (_, n) => `Boat ${turn} ${n}`))]);
      }
      store.delete(HOME, NOW).next();
      const bench = new Bench(store);
      bench.send(summary(1));
      await bench.answered(1);
      await bench.end();
      expect(bench.done).toEqual(['resume', 'summary', 'close']);
    }));

  it('tells of what it could not clear', () =>
    withStore(async (store, file) => {
      store.append([turnOf(['A boat'])]);
      inFile(file, (database) =>
        database.exec(`
          INSERT INTO remains VALUES (1);
          CREATE TRIGGER stuck BEFORE DELETE ON posting BEGIN SELECT raise(ABORT, 'stuck'); END;
        `),
      );
      const bench = new Bench(store);
      bench.send(summary(1));
      await bench.answered(1);
      await bench.end();
      expect(bench.troubles).toEqual([{ message: 'stuck' }]);
    }));
});
