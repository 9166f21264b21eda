import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@yychat/engine-core';
import { HOME, never, turnOf, withFile } from './fixtures/temporary-store.js';
import { startLocal } from './local-link.js';
import { StoreConnection } from './store-connection.js';
import { StoreBusyError, StoreClosedError, StoreFailedError } from './store-errors.js';
import type { LinkEvents, StoreLink } from './store-link.js';
import type { ToStore } from './wire.js';

/** Time that stands still; timers go off when they are told to. */
class ManualClock {
  readonly pauses: number[] = [];
  readonly #timers = new Set<() => void>();
  now = () => 0;
  monotonic = () => 0;

  after(delay: number, callback: () => void) {
    this.pauses.push(delay);
    this.#timers.add(callback);
    return {
      cancel: () => {
        this.#timers.delete(callback);
      },
    };
  }

  ring(): void {
    for (const callback of [...this.#timers]) {
      this.#timers.delete(callback);
      callback();
    }
  }
}

/** The other end of a link, in the hands of a case. */
class Far implements StoreLink {
  readonly sent: ToStore[] = [];
  held = true;

  constructor(readonly events: LinkEvents) {}

  send(message: ToStore): void {
    this.sent.push(message);
  }

  hold(held: boolean): void {
    this.held = held;
  }

  cut(): void {
    this.events.lost(new Error('cut'));
  }

  open(): void {
    this.events.receive({ opened: { embeddingsMissing: undefined } });
  }

  answer(id: number, result?: unknown): void {
    this.events.receive({
      replies: [{ id, ...(result !== undefined && { result: JSON.stringify(result) }) }],
    });
  }
}

/** A connection to a far end that is open. */
async function connect(maxPending = 10) {
  const fars: Far[] = [];
  const clock = new ManualClock();
  const start = (events: LinkEvents): StoreLink => {
    const far = new Far(events);
    fars.push(far);
    return far;
  };
  const opening = StoreConnection.open(start, { clock, logger: silentLogger, random: () => 1, maxPending });
  const far = fars[0]!;
  far.open();
  return { connection: await opening, clock, far, fars };
}

describe('A connection to a store', () => {
  it('refuses what is too much, and takes more when it has answers', async () => {
    const { connection, far } = await connect(2);
    const asked = [1, 2].map(() => connection.call('summary', HOME, never));
    await expect(connection.call('summary', HOME, never)).rejects.toBeInstanceOf(StoreBusyError);
    far.answer(1, { messages: 1, turns: 1 });
    expect(await asked[0]).toEqual({ messages: 1, turns: 1 });
    void connection.call('summary', HOME, never);
    expect(far.sent.map((message) => 'id' in message && message.id)).toEqual([1, 2, 3]);
  });

  it('rejects at once when the signal aborts, and takes the request back', async () => {
    const { connection, far } = await connect(1);
    const controller = new AbortController();
    const asked = connection.call('summary', HOME, controller.signal);
    controller.abort(new Error('too late'));
    await expect(asked).rejects.toThrow('too late');
    expect(far.sent.at(-1)).toEqual({ cancel: 1 });
    far.answer(1, {});
    await expect(connection.call('summary', HOME, controller.signal)).rejects.toThrow('too late');
    void connection.call('summary', HOME, never);
    expect(far.sent).toHaveLength(3);
  });

  it('keeps the process from ending only while there is something to wait for', async () => {
    const { connection, far } = await connect();
    expect(far.held).toBe(false);
    const asked = connection.call('append', turnOf(['One']), never);
    expect(far.held).toBe(true);
    far.answer(1);
    await asked;
    expect(far.held).toBe(false);
  });

  it('tells what SQLite said as the cause of a failure', async () => {
    const { connection, far } = await connect();
    const asked = connection.call('append', turnOf(['One']), never);
    far.events.receive({ replies: [{ id: 1, failure: { message: 'disk is full' } }] });
    await expect(asked).rejects.toMatchObject({
      ...{ code: 'conversation_store_failed', status: 503, cause: { message: 'disk is full' } },
    });
  });

  it('fails what was asked when the other end breaks off, and what comes then waits for a new one', async () => {
    const { connection, clock, far, fars } = await connect();
    const asked = connection.call('summary', HOME, never);
    far.events.lost(new Error('out of memory'));
    await expect(asked).rejects.toMatchObject({
      ...{ code: 'conversation_store_failed', cause: { message: 'out of memory' } },
    });
    const next = connection.call('summary', HOME, never);
    expect(fars).toHaveLength(1);
    clock.ring();
    expect(fars).toHaveLength(2);
    expect(fars[1]?.sent).toEqual([]);
    fars[1]?.open();
    fars[1]?.answer(2, { messages: 0, turns: 0 });
    expect(await next).toEqual({ messages: 0, turns: 0 });
  });

  it('waits longer from attempt to attempt, until one has answered', async () => {
    const { connection, clock, far, fars } = await connect();
    const opening = 60_000;
    clock.pauses.length = 0;
    far.events.lost(new Error('broken'));
    for (let attempt = 1; attempt < 10; attempt++) {
      const asked = connection.call('summary', HOME, never);
      clock.ring();
      fars.at(-1)!.events.lost(new Error('broken again'));
      await expect(asked).rejects.toBeInstanceOf(StoreFailedError);
    }
    const pauses = clock.pauses.filter((pause) => pause !== opening);
    expect(pauses).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000]);
    clock.ring();
    fars.at(-1)!.open();
    const asked = connection.call('check', undefined, never);
    const { id } = fars.at(-1)!.sent[0] as { id: number };
    fars.at(-1)!.answer(id);
    await asked;
    fars.at(-1)!.events.lost(undefined);
    expect(clock.pauses.at(-1)).toBe(100);
  });

  it('ends with the other end, after what was asked before', async () => {
    const { connection, far } = await connect();
    const asked = connection.call('summary', HOME, never);
    const closing = connection.close();
    expect(connection.close()).toBe(closing);
    expect(far.sent.at(-1)).toEqual({ end: true });
    await expect(connection.call('summary', HOME, never)).rejects.toBeInstanceOf(StoreClosedError);
    far.answer(1, { messages: 0, turns: 0 });
    await asked;
    expect(far.held).toBe(true);
    far.events.lost(undefined);
    await closing;
  });

  it('cuts off an end that does not come', async () => {
    const { connection, clock } = await connect();
    const asked = connection.call('summary', HOME, never);
    const closing = connection.close();
    clock.ring();
    await expect(asked).rejects.toBeInstanceOf(StoreClosedError);
    await closing;
  });

  it('may be closed while it is broken off, or being opened again', async () => {
    for (const rings of [0, 1]) {
      const { connection, clock, far, fars } = await connect();
      far.events.lost(new Error('broken'));
      const asked = connection.call('summary', HOME, never);
      for (let ring = 0; ring < rings; ring++) clock.ring();
      const closing = connection.close();
      const last = fars.at(-1)!;
      if (rings > 0) {
        last.open();
        last.answer(1, { messages: 0, turns: 0 });
        expect(await asked).toEqual({ messages: 0, turns: 0 });
        last.events.lost(undefined);
      } else await expect(asked).rejects.toBeInstanceOf(StoreClosedError);
      await closing;
      await setImmediate();
      expect(fars).toHaveLength(1 + rings);
    }
  });

  it('does not open where the file cannot be used, or nobody answers', () =>
    withFile(async (file) => {
      const clock = new ManualClock();
      const options = { clock, logger: silentLogger, random: () => 1, maxPending: 1 };
      const local = (events: LinkEvents) => startLocal(`${file}\0`, events);
      await expect(StoreConnection.open(local, options)).rejects.toMatchObject({
        ...{ name: 'StoreFileError', code: 'conversation_store_unopenable' },
      });
      const opening = StoreConnection.open((events) => new Far(events), options);
      clock.ring();
      await expect(opening).rejects.toBeInstanceOf(StoreFailedError);
    }));
});
