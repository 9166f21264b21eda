import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StaleFenceError } from '../../errors.js';
import { StoreLedger } from '../../evaluator/store-ledger.js';
import { ManualClock } from '../../fixtures/manual-clock.js';
import type { ChannelDocument, OutboxEntry } from '../../ports/dispatcher.js';
import { silentLogger } from '../../ports/logger.js';
import { MemoryAlertStore } from '../../store/memory-alert-store.js';
import { noticeOf, notificationOf } from '../fixtures/notifications.js';
import { answering, startReceiver, type Receiver } from '../fixtures/receiver.js';
import { OutboxDispatcher } from './outbox-dispatcher.js';

let clock: ManualClock;
let store: MemoryAlertStore;
let receiver: Receiver;
let dispatcher: OutboxDispatcher;
let ledger: StoreLedger;
let mayAct: boolean;
let attempts: string[];

const channel = (more: object = {}): ReadonlyMap<string, ChannelDocument> =>
  new Map([
    [
      'hook',
      {
        id: 'hook',
        version: 1,
        type: 'webhook',
        enabled: true,
        url: receiver.url,
        ...more,
      } as ChannelDocument,
    ],
  ]);

const make = () =>
  new OutboxDispatcher({
    clock,
    addresses: { allow: ['127.0.0.1'] },
    random: () => 1,
    timeout: 1_000,
    onAttempt: ({ type, result }) => attempts.push(`${type} ${result}`),
  });
const ledgerOf = () =>
  new StoreLedger({ store, logger: silentLogger, fence: 1, mayAct: () => mayAct, reachable: () => true });

beforeEach(async () => {
  clock = new ManualClock();
  store = new MemoryAlertStore();
  receiver = await startReceiver();
  mayAct = true;
  attempts = [];
  ledger = ledgerOf();
  dispatcher = make();
  dispatcher.configure(channel());
  dispatcher.start({ outbox: new Map(), deliveries: new Map() }, ledger);
});
afterEach(async () => {
  await dispatcher.stop();
  await receiver.close();
});

function entryOf(
  id: string,
  kind: 'fired' | 'resolved' = 'fired',
  severity: 'critical' | 'warning' = 'warning',
): OutboxEntry {
  const notification = {
    ...notificationOf(noticeOf({ incidentId: id, kind }, { severity })),
    key: `hook:${id}:${kind}:0`,
    channelId: 'hook',
    group: `rule=${id}`,
    createdAt: clock.now(),
  };
  return { notification, attempts: 0, nextAttemptAt: clock.now(), error: null };
}

/** As the evaluator does: kept first, then handed over. */
async function offer(...entries: readonly OutboxEntry[]): Promise<void> {
  for (const value of entries) ledger.write({ collection: 'outbox', id: value.notification.key, value });
  await ledger.flush();
  dispatcher.accept(entries);
}

async function settle(until: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 4_000; Date.now() < end;) {
    if (await until()) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error('it did not come to that');
}

/** Lets time pass in small steps, so that what begins within it has time to end. */
async function pass(duration: number): Promise<void> {
  for (let passed = 0; passed < duration; passed += 500) {
    clock.advance(500);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const outbox = async () => [...(await store.read('outbox')).keys()];
const isEmpty = async () => (await outbox()).length === 0;
const figures = () => dispatcher.figures().get('hook');
const titles = () =>
  receiver.received
    .map(({ body }) => JSON.parse(body) as { kind: string; alerts: { incident_id: string }[] })
    .map(({ kind, alerts }) => `${kind} ${alerts.map((alert) => alert.incident_id).join('+')}`);
const types = async () => (await store.history({})).map(({ type }) => type).reverse();

describe('the outbox', () => {
  it('is empty once a message has arrived, which the history has', async () => {
    await offer(entryOf('a'));
    await settle(isEmpty);
    expect(titles()).toEqual(['fired a']);
    expect(figures()).toMatchObject({ delivered: 1, failed: 0, waiting: 0, lastError: null });
    expect((await store.history({}))[0]).toMatchObject({
      type: 'delivered',
      channelId: 'hook',
      incidentId: 'a',
    });
    expect((await store.get('deliveries', 'hook'))?.delivered).toBe(1);
  });

  it('keeps a message until it has arrived, under the same key', async () => {
    receiver.behave = answering(500, '');
    await offer(entryOf('a'));
    await settle(() => figures()?.retried === 1);
    expect(await outbox()).toEqual(['hook:a:fired:0']);
    expect(await store.get('outbox', 'hook:a:fired:0')).toMatchObject({
      attempts: 1,
      error: { code: 'http_500' },
    });
    receiver.behave = answering(200, '');
    clock.advance(1_000);
    await settle(isEmpty);
    expect(new Set(receiver.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(await types()).toEqual(['deliveryFailed', 'delivered']);
  });

  it('tells of every attempt what it came to', async () => {
    for (const [i, status] of [503, 200, 400].entries()) {
      receiver.behave = answering(status, '');
      if (i === 1) clock.advance(1_000);
      else await offer(entryOf(`${i}`));
      await settle(() => attempts.length === i + 1);
    }
    expect(attempts).toEqual(['webhook retried', 'webhook delivered', 'webhook failed']);
  });

  it('waits longer with each failure', async () => {
    receiver.behave = answering(503, '');
    await offer(entryOf('a'));
    for (const [attempt, wait] of [1_000, 2_000, 4_000].entries()) {
      await settle(() => figures()?.retried === attempt + 1);
      clock.advance(wait - 1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(receiver.received).toHaveLength(attempt + 1);
      clock.advance(1);
    }
  });

  it('leaves a receiver alone for as long as it asks', async () => {
    receiver.behave = answering(429, '', { 'retry-after': '120' });
    await offer(entryOf('a'));
    await settle(() => figures()?.retried === 1);
    await offer(entryOf('b', 'fired', 'critical'));
    clock.advance(119_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(receiver.received).toHaveLength(1);
    receiver.behave = answering(200, '');
    clock.advance(1_000);
    await settle(isEmpty);
  });

  it('gives up what no try can mend, and says so', async () => {
    receiver.behave = answering(404, '');
    await offer(entryOf('a'));
    await settle(isEmpty);
    expect(figures()).toMatchObject({ failed: 1, lastError: { code: 'http_404' } });
    expect((await store.history({}))[0]).toMatchObject({
      type: 'deliveryFailed',
      reason: 'The receiver answered with status 404.',
    });
  });

  it('is taken up by the next instance', async () => {
    receiver.behave = answering(500, '');
    await offer(entryOf('a'));
    await settle(() => figures()?.retried === 1);
    await dispatcher.stop();
    receiver.behave = answering(200, '');
    dispatcher = make();
    dispatcher.configure(channel());
    clock.advance(60_000);
    dispatcher.start(
      { outbox: await store.read('outbox'), deliveries: await store.read('deliveries') },
      ledgerOf(),
    );
    await settle(isEmpty);
    expect(titles()).toEqual(['fired a', 'fired a']);
  });

  it('sends nothing while another instance may have taken over', async () => {
    mayAct = false;
    await offer(entryOf('a'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    await pass(5_000);
    expect(receiver.received).toEqual([]);
    mayAct = true;
    await pass(1_000);
    await settle(isEmpty);
  });

  it('stops when another instance has taken over', async () => {
    await store.commit({ fence: 2 });
    dispatcher.accept([entryOf('a')]);
    await receiver.seen(1);
    await expect(ledger.flush()).rejects.toThrow(StaleFenceError);
    dispatcher.accept([entryOf('b')]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(receiver.received).toHaveLength(1);
  });

  it('lets a message that is on its way arrive before it stops', async () => {
    let finish: (() => void) | undefined;
    receiver.behave = (_, answer) => {
      finish = () => answer.writeHead(200).end();
    };
    await offer(entryOf('a'));
    await receiver.seen(1);
    const stopped = dispatcher.stop();
    finish?.();
    await stopped;
    expect(await isEmpty()).toBe(true);
  });

  it('keeps what was on its way for too long', async () => {
    receiver.behave = () => undefined;
    await offer(entryOf('a'));
    await receiver.seen(1);
    const stopped = dispatcher.stop();
    clock.advance(3_000);
    await stopped;
    expect(await outbox()).toEqual(['hook:a:fired:0']);
  });
});

describe('too many messages', () => {
  beforeEach(() => dispatcher.configure(channel({ version: 2, rateLimit: { max: 3, per: 60 } })));

  it('become a digest, after criticals and resolves', async () => {
    const entries = [
      entryOf('a'),
      entryOf('b'),
      entryOf('c'),
      entryOf('bad', 'fired', 'critical'),
      entryOf('end', 'resolved'),
    ];
    receiver.behave = () => undefined;
    await offer(...entries);
    await receiver.seen(1);
    // The first went at once; the rest waits for it.
    receiver.behave = answering(200, '');
    await pass(5_000);
    await settle(() => receiver.received.length >= 3);
    expect(titles()[1]).toBe('fired bad');
    expect(titles()[2]).toMatch(/^digest/);
    expect(titles()[2]).toContain('end');
  });

  it('wait for the limit, which the overlay can see', async () => {
    await offer(entryOf('a'));
    await settle(isEmpty);
    await offer(entryOf('b'));
    await settle(isEmpty);
    await offer(entryOf('c'));
    await settle(isEmpty);
    await offer(entryOf('d'));
    expect([...dispatcher.rateLimited()]).toEqual(['d']);
    clock.advance(59_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(receiver.received).toHaveLength(3);
    clock.advance(1_000);
    await settle(isEmpty);
    expect([...dispatcher.rateLimited()]).toEqual([]);
  });

  it('are bounded: beyond two hundred they become one', async () => {
    receiver.behave = answering(500, '');
    await offer(entryOf('first'));
    await settle(() => figures()?.retried === 1);
    await offer(...Array.from({ length: 450 }, (_, i) => entryOf(`a${i}`)));
    await ledger.flush();
    expect((await outbox()).length).toBeLessThanOrEqual(201);
    receiver.behave = answering(200, '');
    await pass(2_000);
    await settle(isEmpty);
    const last = JSON.parse(receiver.received.at(-1)!.body) as { omitted: number; alerts: unknown[] };
    expect(last.omitted + last.alerts.length).toBeGreaterThan(200);
  });
});

describe('an incident that is over before its page went out', () => {
  it('is told once, as resolved', async () => {
    receiver.behave = answering(500, '');
    await offer(entryOf('a'));
    await settle(() => figures()?.retried === 1);
    await offer(entryOf('a', 'resolved'));
    receiver.behave = answering(200, '');
    await pass(2_000);
    await settle(isEmpty);
    expect(titles()).toEqual(['fired a', 'resolved a']);
  });

  it('is told once more, as resolved, when the page was on its way and did not arrive', async () => {
    let fail: (() => void) | undefined;
    receiver.behave = (_, answer) => {
      fail = () => answer.writeHead(500).end();
    };
    await offer(entryOf('a'));
    await receiver.seen(1);
    await offer(entryOf('a', 'resolved'));
    receiver.behave = answering(200, '');
    fail?.();
    await settle(() => figures()?.retried === 1);
    await pass(3_000);
    await settle(isEmpty);
    expect(titles()).toEqual(['fired a', 'resolved a']);
  });

  it('is told as resolved also when it was part of a digest', async () => {
    dispatcher.configure(channel({ version: 2, rateLimit: { max: 1, per: 1 } }));
    receiver.behave = answering(500, '');
    await offer(entryOf('x'), entryOf('a'), entryOf('b'));
    await settle(() => figures()?.retried === 1);
    await offer(entryOf('a', 'resolved'));
    receiver.behave = answering(200, '');
    await pass(5_000);
    await settle(isEmpty);
    const told = receiver.received
      .slice(1)
      .flatMap(
        ({ body }) => (JSON.parse(body) as { alerts: { incident_id: string; kind: string }[] }).alerts,
      );
    expect(
      told
        .filter((alert) => alert.incident_id === 'a')
        .map(({ kind }) => kind)
        .at(-1),
    ).toBe('resolved');
  });
});

describe('channels', () => {
  it('that are mended get their messages at once', async () => {
    receiver.behave = answering(429, '', { 'retry-after': '3000' });
    await offer(entryOf('a'));
    await settle(() => figures()?.retried === 1);
    receiver.behave = answering(200, '');
    clock.advance(10);
    dispatcher.configure(channel({ version: 2 }));
    await offer(entryOf('b'));
    await settle(() => receiver.received.length === 2);
    expect(titles()[1]).toBe('fired b');
  });

  it('that are gone lose their messages, which the history has', async () => {
    receiver.behave = answering(500, '');
    await offer(entryOf('a'));
    await settle(() => figures()?.retried === 1);
    dispatcher.configure(new Map());
    await offer(entryOf('b'));
    await ledger.flush();
    expect(await isEmpty()).toBe(true);
    expect((await types()).filter((type) => type === 'dropped')).toHaveLength(2);
  });

  it('do not wait for one another', async () => {
    const other = await startReceiver();
    try {
      receiver.behave = () => undefined;
      const both = new Map([
        ...channel(),
        [
          'two',
          { id: 'two', version: 1, type: 'webhook', enabled: true, url: other.url } as ChannelDocument,
        ] as const,
      ]);
      dispatcher.configure(both);
      const entry = entryOf('a');
      await offer(entry, {
        ...entry,
        notification: { ...entry.notification, key: 'two:a:fired:0', channelId: 'two' },
      });
      await other.seen(1);
      expect(dispatcher.figures().get('hook')?.delivered).toBe(0);
    } finally {
      const stopped = dispatcher.stop();
      clock.advance(3_000);
      await stopped;
      await other.close();
    }
  });
});
