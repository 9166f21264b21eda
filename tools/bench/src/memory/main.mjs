/**
 * Evidence recall of chat_engine on LoCoMo. Build the libs first.
 *   node tools/bench/src/memory/main.mjs --data FILE [--causal] [--held-out] [--cpu] [--weights JSON]
 *   node tools/bench/src/memory/main.mjs --data FILE --store sqlite|postgres
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { RECALL_WEIGHTS } from '@yychat/engine-chat/recall';
import { leaveOneOut } from './held-out.mjs';
import { storeOf } from '../store/stores.mjs';
import { readLocomo } from './locomo.mjs';
import { queryTime } from './query-time.mjs';
import { average, index, indexInStore, run } from './recall-runs.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    /** Windows of earlier turns only: what could be known when a turn was said. */
    causal: { type: 'boolean', default: false },
    'held-out': { type: 'boolean', default: false },
    cpu: { type: 'boolean', default: false },
    /** Through a store, not in memory; for the recall alone. */
    store: { type: 'string' },
    weights: { type: 'string', default: '{}' },
  },
});
if (values.data === undefined) throw new Error('Say where the data is: --data FILE');

/** @type {(label: string, results: Parameters<typeof average>[0]) => void} */
function print(label, results) {
  const figures = average(results).map((figure) => figure.toFixed(1).padStart(7));
  console.log(`${label.padEnd(16)}${String(results.length).padStart(6)}${figures.join('')}`);
}

/** In a folder that goes with this process. */
async function openStore() {
  if (values.store === undefined) return undefined;
  const directory = mkdtempSync(join(tmpdir(), 'yychat-recall-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return storeOf(values.store).open(directory);
}

const conversations = readLocomo(values.data);
const store = await openStore();
/** @type {import('./recall-runs.mjs').Indexed[]} */
const indexed = [];
for (const conversation of conversations) {
  indexed.push(store ? await indexInStore(store, conversation) : index(conversation));
}
/** @type {import('@yychat/engine-chat/recall').RecallWeights} */
let weights = { ...RECALL_WEIGHTS, ...JSON.parse(values.weights) };
if (values.causal) {
  weights = { ...weights, windows: weights.windows.map((window) => ({ ...window, after: 0 })) };
}

const results = await run(indexed, weights);
console.log('recall %        asked     @5    @10    @20');
print('all', results);
for (const kind of [...new Set(results.map((result) => result.kind))].sort()) {
  print(
    kind,
    results.filter((result) => result.kind === kind),
  );
}
for (const { id } of conversations)
  print(
    id,
    results.filter(({ conversation }) => conversation === id),
  );

if (values['held-out']) {
  console.log('\nweights set on the other conversations');
  const held = await leaveOneOut(indexed);
  for (const { id, own, tunedOn, changed } of held) {
    print(id, own);
    console.log(`  @10 on the others ${tunedOn.toFixed(1)} with ${changed.join(', ') || 'nothing changed'}`);
  }
  print(
    'all held out',
    held.flatMap(({ own }) => own),
  );
}
if (values.cpu) console.log('\nCPU, ms', await queryTime(conversations));
await store?.close();
