import assert from 'node:assert/strict';
import type { LoggedTurn } from '../../ports/conversation-log.js';
import { asStored, never, said, turnAt, withoutIds } from '../log-bench.js';
import type { LogCase } from '../log-bench.js';

const CONVERSATIONS = 50;
const TURNS = 4;

export function concurrencyCases(test: LogCase): void {
  test('loses and mixes nothing of 50 conversations that are appended to at once', async (bench) => {
    const instances = await bench.instances();
    const turns = Array.from({ length: CONVERSATIONS * TURNS }, (_, index) => {
      const conversation = index % CONVERSATIONS;
      return turnAt(bench.clock, {
        tenant: `tenant-${conversation % 3}`,
        conversationId: `conversation-${conversation}`,
        messages: said(...Array.from({ length: 1 + (index % 4) }, (_, n) => `Turn ${index}, message ${n}`)),
        ...(conversation % 2 === 0 && { user: `user-${conversation % 5}` }),
      });
    });
    await Promise.all(turns.map((turn, index) => instances[index % instances.length]!.append(turn, never)));
    for (let conversation = 0; conversation < CONVERSATIONS; conversation++) {
      const own = turns.filter((_, index) => index % CONVERSATIONS === conversation);
      const messages = withoutIds(await bench.kept(own[0]));
      assert.deepEqual(messages, asStored(...inOrderOf(messages, own)));
    }
  });

  test('keeps the messages of a turn together', async (bench) => {
    const instances = await bench.instances();
    const turns = Array.from({ length: 40 }, () =>
      turnAt(bench.clock, { messages: said('One', 'Two', 'Three', 'Four') }),
    );
    await Promise.all(turns.map((turn, index) => instances[index % instances.length]!.append(turn, never)));
    const messages = withoutIds(await bench.kept());
    assert.deepEqual(messages, asStored(...inOrderOf(messages, turns)));
  });
}

/** The turns in the order in which they became durable, as their messages tell. */
function inOrderOf(
  messages: readonly { readonly turnId: string }[],
  turns: readonly LoggedTurn[],
): LoggedTurn[] {
  const order = [...new Set(messages.map(({ turnId }) => turnId))];
  return turns.toSorted((one, other) => order.indexOf(one.turnId) - order.indexOf(other.turnId));
}
