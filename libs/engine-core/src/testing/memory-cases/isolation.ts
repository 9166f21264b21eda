import assert from 'node:assert/strict';
import type { MemoryScope } from '../../ports/conversation-memory.js';
import { ANN, WORD, type MemoryCase } from '../memory-bench.js';

const BEN = { ...ANN, user: 'ben' };
const NOBODY = { tenant: ANN.tenant, conversationId: ANN.conversationId };
const others: Readonly<Record<string, MemoryScope>> = {
  'another tenant': { ...ANN, tenant: 'tenant-2' },
  'another tenant whose name begins alike': { ...ANN, tenant: 'tenant-10' },
  'another user in another conversation': { ...BEN, conversationId: 'conversation-2' },
  'another conversation of nobody in particular': { ...NOBODY, conversationId: 'conversation-2' },
  'another conversation whose name begins alike': { ...NOBODY, conversationId: 'conversation-10' },
};

export function isolationCases(test: MemoryCase): void {
  for (const [who, scope] of Object.entries(others)) {
    test(`keeps what it was told from ${who}`, async ({ remember, shown }) => {
      await remember();
      assert.ok(!(await shown(scope)).includes(WORD), `it told ${who}`);
    });
  }

  test('keeps a conversation of two users within it', async ({ remember, tell, shown, until }) => {
    await remember();
    await tell('My code is marigold-4712.', BEN);
    await until('it does not remember the second user', async () =>
      (await shown(BEN)).includes('marigold-4712'),
    );
    for (const who of [ANN, BEN]) {
      const elsewhere = await shown({ ...who, conversationId: 'conversation-2' });
      assert.ok(!/heliotrope|marigold/.test(elsewhere), `it told ${String(who.user)} elsewhere`);
    }
  });
}
