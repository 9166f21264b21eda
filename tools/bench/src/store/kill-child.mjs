/**
 * Opens a store, compares it with what its parent expects, then appends and deletes until it is killed; says on standard output
 * what was acknowledged. Started by `kill-rounds.mjs`.
 */
import { writeSync } from 'node:fs';
import { never } from './conversations.mjs';
import { faultsOf, keyOf, turnOf } from './kill-checks.mjs';
import { seeded } from './random.mjs';
import { storeOf } from './stores.mjs';

/** @import { Entry } from './kill-ledger.mjs' */

/** Conversations that are spoken in at once. */
const SPEAKERS = 12;
const SHARE_OF_DELETIONS = 0.04;

/** Written at once, for there may be no later. @param {string} line */
const say = (line) => void writeSync(1, `${line}\n`);

/** @type {Promise<{ entries: Entry[], last: boolean }>} */
const expected = new Promise((resolve) => process.once('message', resolve));
const [, , kind = '', directory = '', round = ''] = process.argv;
const random = seeded(Number(round));
const store = await storeOf(kind).open(directory);
const { entries, last } = await expected;
for (const fault of await faultsOf(store, entries)) say(`fault ${fault}`);
say('checked');

/** @param {number} speaker */
async function speak(speaker) {
  for (let conversation = 0; ; conversation++) {
    const id = `${round}.${speaker}.${conversation}`;
    for (let turn = 0; turn === 0 || random() > SHARE_OF_DELETIONS; turn++) {
      const turnId = `${round}.${speaker}.${conversation}.${turn}`;
      await store.append(turnOf(id, turnId), never);
      say(`kept ${id} ${turnId}`);
    }
    say(`deleting ${id}`);
    await store.delete(keyOf(id), never);
    say(`deleted ${id}`);
  }
}

if (last) {
  await store.close();
  process.disconnect();
} else await Promise.all(Array.from({ length: SPEAKERS }, (_, speaker) => speak(speaker)));
