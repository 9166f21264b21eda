import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { setImmediate as tick } from 'node:timers/promises';
import { never, said, turnAt } from '@yychat/engine-core/testing';
import type { PendingMessage, PendingMessages } from '../../store/conversation-store.js';
import { HOME, MODEL, textsOf, towards } from '../store-bench.js';
import type { StoreBench, StoreCase } from '../store-bench.js';

const LEASE = 1_000;

const pending = (
  { log }: Pick<StoreBench, 'log'>,
  { limit = 10, instance = 'one', model = MODEL } = {},
): Promise<PendingMessages> => log.pending(model, { limit, instance, lease: LEASE }, never);

/** All with one vector. */
const keep = ({ log }: StoreBench, messages: readonly PendingMessage[], model = MODEL): Promise<void> =>
  log.embedded(
    model,
    messages.map(({ sequence }) => ({ sequence, values: towards(0) })),
    never,
  );

export function embeddingQueueCases(test: StoreCase): void {
  test('says that it keeps embeddings', ({ log }) => {
    equal(log.embeddingsMissing, undefined);
    return Promise.resolve();
  });

  test('gives what has no embedding yet, oldest first', async (bench) => {
    deepEqual(await pending(bench), { messages: [], behind: 0 });
    await bench.append({ messages: said('One', 'Two') });
    await bench.append({ tenant: 'tenant-2', messages: said('Three') });
    await bench.append({ messages: said('Four', 'Five') });
    const first = await pending(bench, { limit: 3 });
    deepEqual([textsOf(first.messages), first.behind], [['One', 'Two', 'Three'], 2]);
    const sequences = first.messages.map(({ sequence }) => sequence);
    deepEqual(
      sequences,
      [...new Set(sequences)].sort((one, other) => one - other),
    );
    deepEqual(await pending(bench, { limit: 3 }), first, 'it went on without embeddings');
    await keep(bench, first.messages.slice(0, 2));
    const second = await pending(bench);
    deepEqual([textsOf(second.messages), second.behind], [['Three', 'Four', 'Five'], 0]);
    await keep(bench, second.messages);
    deepEqual(await pending(bench), { messages: [], behind: 0 });
    await bench.append({ messages: said('Six') });
    deepEqual(textsOf((await pending(bench)).messages), ['Six']);
  });

  test('passes over a text that the model refuses', async (bench) => {
    await bench.append({ messages: said('One', 'Two', 'Three') });
    const { messages } = await pending(bench, { limit: 2 });
    const refused = messages.map(({ sequence }) => ({ sequence, values: undefined }));
    await bench.log.embedded(MODEL, refused, never);
    deepEqual(textsOf((await pending(bench)).messages), ['Three']);
  });

  test('has a cursor for each model, which goes forward only', async (bench) => {
    await bench.append({ messages: said('One', 'Two', 'Three') });
    const { messages } = await pending(bench);
    await keep(bench, messages);
    await keep(bench, messages.slice(0, 1));
    await bench.log.embedded(MODEL, [], never);
    deepEqual((await pending(bench)).messages, []);
    deepEqual((await pending(bench, { model: 'other-model' })).messages, messages);
  });

  test('gives messages to one instance at a time, for as long as it asks', async (bench) => {
    const { clock } = bench;
    const [here, there = here] = (await bench.instances()).map((log) => ({ log }));
    ok(here && there);
    await bench.append({ messages: said('One', 'Two') });
    const two = async () => textsOf((await pending(there, { instance: 'two' })).messages);
    const one = async () => textsOf((await pending(here)).messages);
    deepEqual(await one(), ['One', 'Two']);
    deepEqual(await two(), []);
    clock.advance(LEASE - 100);
    deepEqual(await one(), ['One', 'Two']);
    clock.advance(LEASE - 100);
    deepEqual(await two(), [], 'the lease of the first was not renewed');
    deepEqual(textsOf((await pending(there, { instance: 'two', model: 'other-model' })).messages), [
      'One',
      'Two',
    ]);
    clock.advance(101);
    deepEqual(await two(), ['One', 'Two']);
    deepEqual(await one(), []);
    clock.advance(LEASE + 1);
    deepEqual(await one(), ['One', 'Two']);
  });

  test('gives messages to one of several instances that ask at once', async (bench) => {
    const instances = await bench.instances();
    await bench.append({ messages: said('One', 'Two') });
    const given = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        pending({ log: instances[index % instances.length]! }, { instance: `instance-${index}` }),
      ),
    );
    equal(given.filter(({ messages }) => messages.length > 0).length, 1);
  });

  test('misses no message that is appended meanwhile', async (bench) => {
    const instances = await bench.instances();
    const write = async (writer: number): Promise<void> => {
      for (let turn = 0; turn < 6; turn++) {
        const conversationId = `conversation-${writer}`;
        const messages = said(
          ...Array.from({ length: 1 + ((writer + turn) % 4) }, (_, n) => `${writer} ${turn} ${n}`),
        );
        await instances[writer % instances.length]!.append(
          turnAt(bench.clock, { conversationId, messages }),
          never,
        );
      }
    };
    let writing = true;
    const written = Promise.all(Array.from({ length: 10 }, (_, writer) => write(writer))).finally(() => {
      writing = false;
    });
    const seen: string[] = [];
    const embed = async (): Promise<void> => {
      for (let more = true; more;) {
        const last = !writing;
        const { messages } = await pending(bench, { limit: 5 });
        await keep(bench, messages);
        seen.push(...textsOf(messages));
        more = !last || messages.length > 0;
        await tick();
      }
    };
    await Promise.all([written, embed()]);
    const { messages } = await bench.log.entries(undefined, 1_000, never);
    deepEqual(seen.toSorted(), textsOf(messages).sort());
  });

  test('does not give deleted messages', async (bench) => {
    await bench.append({ messages: said('One') });
    await bench.append({ conversationId: 'conversation-2', messages: said('Two') });
    await bench.log.delete(HOME, never);
    const { messages, behind } = await pending(bench);
    deepEqual([textsOf(messages), behind], [['Two'], 0]);
  });

  test('keeps its cursor when it is opened again', async (bench) => {
    await bench.append({ messages: said('One', 'Two', 'Three') });
    await keep(bench, (await pending(bench, { limit: 2 })).messages);
    if (!(await bench.reopen())) return;
    deepEqual(textsOf((await pending(bench)).messages), ['Three']);
  });

  test('rejects when the signal has aborted, or it is closed', async (bench) => {
    await bench.append();
    const { messages } = await pending(bench);
    const aborted = AbortSignal.abort(new Error('too late'));
    await rejects(bench.log.pending(MODEL, { limit: 1, instance: 'one', lease: LEASE }, aborted));
    const embedded = messages.map(({ sequence }) => ({ sequence, values: towards(0) }));
    await rejects(bench.log.embedded(MODEL, embedded, aborted));
    deepEqual((await pending(bench)).messages, messages);
    await bench.log.close();
    await rejects(pending(bench));
    await rejects(keep(bench, messages));
  });
}
