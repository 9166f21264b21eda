import assert from 'node:assert/strict';
import { setImmediate as tick } from 'node:timers/promises';
import type { StoredMessage } from '../../ports/conversation-log.js';
import { asStored, follow, HOME, never, said, turnAt, withoutIds } from '../log-bench.js';
import type { LogCase } from '../log-bench.js';

const WRITERS = 12;
const TURNS = 8;

export function entryCases(test: LogCase): void {
  test('gives the whole log in order, some at a time', async ({ append, log }) => {
    const turns = [];
    for (let turn = 0; turn < 7; turn++) {
      const conversationId = `conversation-${turn % 2}`;
      turns.push(
        await append({ tenant: `tenant-${turn % 3}`, conversationId, messages: said('One', 'Two') }),
      );
    }
    for (const limit of [1, 3, 14, 100]) {
      const { messages } = await follow(log, undefined, limit);
      assert.deepEqual(withoutIds(messages), asStored(...turns), `${limit} at a time`);
    }
  });

  test('gives the messages that a conversation has', async ({ append, log, kept }) => {
    await append({ user: 'ann', messages: [{ role: 'user', text: 'Hello', name: 'Ann' }] });
    assert.deepEqual((await follow(log)).messages, await kept());
  });

  test('goes on where it ended, an empty stretch or not', async ({ append, log }) => {
    const start = await log.entries(undefined, 10, never);
    assert.deepEqual(start.messages, []);
    const first = await append();
    const stretch = await log.entries(start.cursor, 10, never);
    assert.deepEqual(withoutIds(stretch.messages), asStored(first));
    const nothing = await log.entries(stretch.cursor, 10, never);
    assert.deepEqual(nothing.messages, []);
    const second = await append();
    for (const { cursor } of [stretch, nothing]) {
      const { messages } = await log.entries(cursor, 10, never);
      assert.deepEqual(withoutIds(messages), asStored(second));
    }
  });

  test('leaves deleted messages out, and goes on after them', async ({ append, log }) => {
    const first = await append();
    await append({ conversationId: 'conversation-2' });
    const { cursor } = await log.entries(undefined, 2, never);
    await append({ conversationId: 'conversation-2' });
    await log.delete({ ...HOME, conversationId: 'conversation-2' }, never);
    const last = await append();
    assert.deepEqual(withoutIds((await follow(log, cursor)).messages), asStored(last));
    assert.deepEqual(withoutIds((await follow(log)).messages), asStored(first, last));
  });

  test('shows whoever follows it each message once while others append', async (bench) => {
    const instances = await bench.instances();
    const write = async (writer: number): Promise<void> => {
      const log = instances[writer % instances.length]!;
      for (let turn = 0; turn < TURNS; turn++) {
        const messages = said(
          ...Array.from({ length: 1 + ((writer + turn) % 5) }, () => 'word '.repeat(writer ** 3)),
        );
        // Some in a conversation of their own, some in one together.
        const conversationId = `conversation-${writer < 4 ? 0 : writer}`;
        await log.append(
          turnAt(bench.clock, { tenant: `tenant-${writer % 2}`, conversationId, messages }),
          never,
        );
      }
    };
    let writing = true;
    const written = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer))).finally(() => {
      writing = false;
    });
    const seen: StoredMessage[] = [];
    const watch = async (): Promise<void> => {
      for (let cursor: string | undefined, more = true; more;) {
        const last = !writing;
        const stretch = await bench.log.entries(cursor, 7, never);
        cursor = stretch.cursor;
        seen.push(...stretch.messages);
        more = !last || stretch.messages.length > 0;
        await tick();
      }
    };
    await Promise.all([written, watch()]);
    const { messages } = await follow(bench.log);
    assert.equal(new Set(messages.map(({ id }) => id)).size, messages.length, 'an id was given twice');
    assert.deepEqual(seen, messages);
    const turns = new Set(messages.map(({ turnId }) => turnId));
    assert.equal(turns.size, WRITERS * TURNS);
  });

  test('keeps its cursors when it is opened again', async (bench) => {
    await bench.append({ messages: said('One', 'Two', 'Three') });
    const { cursor } = await bench.log.entries(undefined, 2, never);
    if (!(await bench.reopen())) return;
    const turn = await bench.append();
    const { messages } = await follow(bench.log, cursor);
    assert.deepEqual(withoutIds(messages).slice(1), asStored(turn));
    assert.equal(messages[0]?.text, 'Three');
  });
}
