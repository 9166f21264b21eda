import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { residentMb } from '../runner/memory.mjs';
import { figure, table } from '../runner/table.mjs';
import { Conversations, LONG, MANY, never } from './conversations.mjs';
import { measure, SPREAD_HEAD, spreadRow } from './measures.mjs';
import { Talk } from './talk.mjs';
import { seeded } from './random.mjs';

/** @import { Size } from './options.mjs' */
/** @import { StoreKind } from './stores.mjs' */

const WARM_UP = 200;
const MODEL = 'bench-model';
const DIMENSIONS = 1_536;

/**
 * @typedef {object} Bench
 * @property {StoreKind} kind
 * @property {string} directory for this phase' data; the phases `fill`, `recall`, `append` and `delete` share theirs
 * @property {Size} size
 * @property {(line: string) => void} note
 */

/** @param {Bench} bench */
const talkOf = ({ size }) => new Conversations(new Talk(seeded(size.seed)));

/** @param {Bench} bench @returns {Promise<string>} */
async function fill(bench) {
  const { kind, directory, size, note } = bench;
  const store = await kind.openHere(directory);
  const start = performance.now();
  const used = process.cpuUsage();
  const progress = (/** @type {number} */ messages) => note(`${messages} messages`);
  await talkOf(bench).fill(store, { ...size, progress });
  const { user, system } = process.cpuUsage(used);
  await store.close();
  const each = ((user + system) / 1_000 / size.messages).toFixed(3);
  return `${size.messages} messages in ${figure((performance.now() - start) / 1_000, 0)} s, ${each} ms of CPU each`;
}

/** @param {Bench} bench @returns {Promise<string>} */
async function recall(bench) {
  const { kind, directory, size } = bench;
  const store = await kind.openHere(directory);
  const talk = new Talk(seeded(size.seed + 1));
  const { messages } = await store.messages(LONG, { limit: 1_000, order: 'desc' }, never);
  const said = messages.map(({ text }) => text);
  const rows = [SPREAD_HEAD];
  for (const [name, scope] of /** @type {const} */ ([
    ['long conversation', { tenant: LONG.tenant, conversationId: LONG.conversationId }],
    ['the same, with its user', LONG],
    ['200 conversations of a user', MANY],
    ['short conversation', { tenant: MANY.tenant, conversationId: 'many-7' }],
  ])) {
    const ask = (/** @type {number} */ nth) => {
      const text = talk.question(said[nth % said.length] ?? '');
      return store.recall({ scope, text, limit: 5, present: [], now: Date.now() }, never);
    };
    await measure(WARM_UP, ask);
    rows.push(spreadRow(name, (await measure(size.questions, ask)).cpu));
  }
  await store.close();
  return `CPU of a recall, client and store\n${table(rows)}`;
}

/** @param {Bench} bench @returns {Promise<string>} */
async function append(bench) {
  const { kind, directory, size } = bench;
  const talk = new Conversations(new Talk(seeded(size.seed + 2)));
  const rows = [SPREAD_HEAD];
  let nth = 1e6;
  for (const [name, here] of /** @type {const} */ ([
    ['CPU', true],
    ['on the clock', false],
  ])) {
    const store = await (here ? kind.openHere(directory) : kind.open(directory));
    for (const [where, key] of /** @type {const} */ ([
      ['long conversation', LONG],
      ['short conversations', MANY],
    ])) {
      const turns = Array.from({ length: WARM_UP + size.questions }, (_, index) => {
        const conversationId = key === LONG ? LONG.conversationId : `new-${index % 100}`;
        return {
          ...talk.turn({ ...key, conversationId }, (nth += 1)),
          turnId: `append-${Date.now()}-${nth}`,
        };
      });
      const one = (/** @type {number} */ index) => store.append(turns[index] ?? talk.turn(key, nth), never);
      await measure(WARM_UP, one);
      const { cpu, wall } = await measure(size.questions, (index) => one(WARM_UP + index));
      rows.push(spreadRow(`${name}, ${where}`, here ? cpu : wall));
    }
    await store.close();
  }
  return `Appending a turn of two messages, one after the other\n${table(rows)}`;
}

/** @param {Bench} bench @returns {Promise<string>} */
async function remove({ kind, directory, size }) {
  const store = await kind.open(directory);
  const talk = new Talk(seeded(size.seed + 3));
  let done = false;
  const start = performance.now();
  const removed = store.delete(LONG, never).then((messages) => {
    done = true;
    return `${messages} messages deleted in ${figure(performance.now() - start, 0)} ms`;
  });
  /** @type {number[]} */
  const wall = [];
  while (!done) {
    const query = { scope: MANY, text: talk.question(talk.text(20)), limit: 5, present: [], now: Date.now() };
    wall.push(...(await measure(1, () => store.recall(query, never))).wall);
  }
  const line = await removed;
  await store.close();
  return `${line}; recalls of others meanwhile, on the clock\n${table([SPREAD_HEAD, spreadRow('recall', wall)])}`;
}

/** @param {Bench} bench @returns {Promise<string>} */
async function embeddings(bench) {
  const { kind, directory, size } = bench;
  const random = seeded(size.seed + 4);
  const store = await kind.openHere(directory);
  if (store.embeddingsMissing !== undefined) return `No embeddings: ${store.embeddingsMissing}`;
  const talk = talkOf(bench);
  const vector = () => {
    const values = new Float32Array(DIMENSIONS).map(() => random() - 0.5);
    const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    return values.map((value) => value / length);
  };
  for (let nth = 0; nth < size.embeddings / 2; nth++) await store.append(talk.turn(LONG, nth), never);
  for (;;) {
    const { messages } = await store.pending(MODEL, { limit: 200, instance: 'bench', lease: 60_000 }, never);
    if (messages.length === 0) break;
    await store.embedded(
      MODEL,
      messages.map(({ sequence }) => ({ sequence, values: vector() })),
      never,
    );
  }
  const asked = Array.from({ length: 50 }, vector);
  const rows = [SPREAD_HEAD];
  for (const [name, embedded] of /** @type {const} */ ([
    ['by words', false],
    ['by words and embeddings', true],
    ['by embeddings', true],
  ])) {
    const words = new Talk(seeded(size.seed + 5));
    const ask = (/** @type {number} */ nth) => {
      const text = name === 'by embeddings' ? '' : words.question(talk.said[nth % talk.said.length] ?? '');
      const values = asked[nth % asked.length];
      return store.recall(
        {
          ...{ scope: LONG, text, limit: 5, present: [], now: Date.now() },
          ...(embedded && values && { embedding: { model: MODEL, values } }),
        },
        never,
      );
    };
    await measure(50, ask);
    rows.push(spreadRow(name, (await measure(Math.min(200, size.questions), ask)).cpu));
  }
  await store.close();
  return `CPU of a recall among ${size.embeddings} messages with embeddings of ${DIMENSIONS} values\n${table(rows)}`;
}

/** @param {Bench} bench @returns {Promise<string>} */
async function churn(bench) {
  const { kind, directory, size, note } = bench;
  const store = await kind.open(directory);
  const talk = talkOf(bench);
  const words = new Talk(seeded(size.seed + 6));
  /** @type {number[]} */
  const resident = [];
  let past = 0;
  for (let round = 0; round < size.rounds; round++) {
    const keys = Array.from({ length: 100 }, (_, nth) => ({
      ...{ tenant: LONG.tenant, conversationId: `churn-${round}-${nth}`, user: `user-${round}-${nth}` },
    }));
    for (let turn = 0; turn < 10; turn++) {
      await Promise.all(keys.map((key) => store.append(talk.turn(key, turn), never)));
    }
    await Promise.all(
      keys.map((scope) =>
        store.recall({ scope, text: words.text(10), limit: 5, present: [], now: Date.now() }, never),
      ),
    );
    await Promise.all(keys.map((key) => store.delete(key, never)));
    past += keys.length;
    await sleep(10);
    // What this thread's heap has is the benchmark's own, save a little.
    resident.push(residentMb([process.pid]) - process.memoryUsage().heapTotal / 2 ** 20);
    note(`round ${round + 1}: ${figure(resident.at(-1), 0)} MB`);
  }
  await store.close();
  const at = (/** @type {number} */ share) => figure(resident[Math.floor((resident.length - 1) * share)], 0);
  return `${past} conversations of 20 messages came and went; resident MB, without the heap of the benchmark, after a quarter, half, all of them: ${at(0.25)}, ${at(0.5)}, ${at(1)}`;
}

/** @type {Readonly<Record<string, (bench: Bench) => Promise<string>>>} */
export const PHASES = { churn, embeddings, fill, recall, append, delete: remove };
