import { deepEqual } from 'node:assert/strict';
import type { MemoryScope } from '@yychat/engine-core';
import { never, turnAt } from '@yychat/engine-core/testing';
import { ask, byUser, HOME, textsOf } from '../store-bench.js';
import type { StoreBench, StoreCase } from '../store-bench.js';

/** What a scope shows of what was {@link tell told}, sorted. */
const shown = async (bench: StoreBench, scope: Partial<MemoryScope>): Promise<string[]> =>
  textsOf(await ask(bench, 'Whose boat is it?', { scope: { ...HOME, ...scope } })).sort();

/** Says in a scope whose boat it is; the owner's name tells the messages apart. */
const tell = (bench: StoreBench, owner: string, scope: Partial<MemoryScope> = {}): Promise<unknown> =>
  bench.append({ ...scope, messages: [byUser(`The boat belongs to ${owner}.`)] });

const belongsTo = (...owners: readonly string[]): string[] =>
  owners.map((owner) => `The boat belongs to ${owner}.`).sort();

export function isolationCases(test: StoreCase): void {
  test('recalls from the conversation alone where no user asks', async (bench) => {
    await tell(bench, 'Ada', { user: 'ann' });
    await tell(bench, 'Bo', { conversationId: 'conversation-2', user: 'ann' });
    await tell(bench, 'Cy', { conversationId: 'conversation-3' });
    deepEqual(await shown(bench, {}), belongsTo('Ada'));
    deepEqual(await shown(bench, { conversationId: 'conversation-3' }), belongsTo('Cy'));
    deepEqual(await shown(bench, { conversationId: 'conversation-4' }), []);
  });

  test("recalls a user's other conversations, and nobody else's", async (bench) => {
    await tell(bench, 'Ada', { user: 'ann' });
    await tell(bench, 'Bo', { conversationId: 'conversation-2', user: 'ann' });
    await tell(bench, 'Cy', { conversationId: 'conversation-3', user: 'ben' });
    await tell(bench, 'Di', { conversationId: 'conversation-4' });
    await tell(bench, 'Ed', { conversationId: 'conversation-5', user: 'Ann' });
    await tell(bench, 'Flo', { conversationId: 'conversation-6', user: 'an' });
    for (const conversationId of ['conversation-1', 'conversation-2', 'conversation-7']) {
      deepEqual(await shown(bench, { conversationId, user: 'ann' }), belongsTo('Ada', 'Bo'));
    }
    deepEqual(await shown(bench, { user: 'ben' }), belongsTo('Ada', 'Cy'));
    deepEqual(await shown(bench, { conversationId: 'conversation-7', user: 'eve' }), []);
  });

  test('never recalls what another tenant said', async (bench) => {
    for (const [here, there, tenant] of [
      ['Ada', 'Bo', 'tenant-1'],
      ['Cy', 'Di', 'tenant_1'],
      ['Ed', 'Flo', 'tenant-10'],
      ['Gus', 'Hal', 'Tenant-1'],
    ] as const) {
      await tell(bench, here, { tenant, user: 'ann' });
      await tell(bench, there, { tenant, conversationId: 'conversation-2', user: 'ann' });
    }
    deepEqual(await shown(bench, {}), belongsTo('Ada'));
    deepEqual(await shown(bench, { user: 'ann' }), belongsTo('Ada', 'Bo'));
    deepEqual(await shown(bench, { tenant: 'tenant_1', user: 'ann' }), belongsTo('Cy', 'Di'));
    deepEqual(await shown(bench, { tenant: 'tenant', user: 'ann' }), []);
  });

  test('counts turns without a user to the one user who speaks beside them', async (bench) => {
    await tell(bench, 'Ada');
    await tell(bench, 'Bo', { user: 'ann' });
    await tell(bench, 'Cy');
    const elsewhere = { conversationId: 'conversation-2', user: 'ann' };
    deepEqual(await shown(bench, elsewhere), belongsTo('Ada', 'Bo', 'Cy'));
    deepEqual(await shown(bench, { ...elsewhere, user: 'ben' }), []);
  });

  test('recalls a conversation of several users within itself only', async (bench) => {
    await tell(bench, 'Ada', { user: 'ann' });
    await tell(bench, 'Bo', { conversationId: 'conversation-2', user: 'ann' });
    const elsewhere = { conversationId: 'conversation-3', user: 'ann' };
    deepEqual(await shown(bench, elsewhere), belongsTo('Ada', 'Bo'));
    await tell(bench, 'Cy', { user: 'ben' });
    deepEqual(await shown(bench, elsewhere), belongsTo('Bo'));
    deepEqual(await shown(bench, { ...elsewhere, user: 'ben' }), []);
    deepEqual(await shown(bench, { user: 'ann' }), belongsTo('Ada', 'Bo', 'Cy'));
    deepEqual(await shown(bench, { user: 'ben' }), belongsTo('Ada', 'Cy'));
    deepEqual(await shown(bench, {}), belongsTo('Ada', 'Cy'));
    await bench.reopen();
    deepEqual(await shown(bench, elsewhere), belongsTo('Bo'));
  });

  test('counts all users who begin a conversation at once', async (bench) => {
    const instances = await bench.instances();
    const turns = Array.from({ length: 12 }, (_, index) => {
      const conversationId = `conversation-${Math.floor(index / 2)}`;
      const user = index % 2 === 0 ? 'ann' : 'ben';
      return turnAt(bench.clock, { conversationId, user, messages: [byUser('The boat belongs to both.')] });
    });
    await Promise.all(turns.map((turn, index) => instances[index % instances.length]!.append(turn, never)));
    for (const user of ['ann', 'ben']) {
      deepEqual(await shown(bench, { conversationId: 'conversation-elsewhere', user }), []);
    }
  });

  test('forgets with a conversation who spoke in it', async (bench) => {
    await tell(bench, 'Ada', { user: 'ann' });
    await tell(bench, 'Bo', { user: 'ben' });
    bench.clock.advance(1);
    await bench.log.delete(HOME, never);
    await tell(bench, 'Cy', { user: 'ben' });
    const elsewhere = { conversationId: 'conversation-2' };
    deepEqual(await shown(bench, { ...elsewhere, user: 'ben' }), belongsTo('Cy'));
    deepEqual(await shown(bench, { ...elsewhere, user: 'ann' }), []);
  });

  test('does not count a user whose turn was not kept', async (bench) => {
    const turn = await bench.append({ user: 'ann', messages: [byUser('The boat belongs to Ada.')] });
    await bench.log.append({ ...turn, user: 'ben' }, never);
    await bench.append({ user: 'eve', messages: [] });
    deepEqual(await shown(bench, { conversationId: 'conversation-2', user: 'ann' }), belongsTo('Ada'));
  });
}
