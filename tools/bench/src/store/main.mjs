/**
 * What a conversation store costs. Build the libs first.
 *   node tools/bench/src/store/main.mjs [--messages 1000000] [--phases recall,append] [--directory DIR]
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions, USAGE } from './options.mjs';
import { PHASES } from './phases.mjs';
import { storeOf } from './stores.mjs';

/** What has data of its own; the others share what `fill` made. */
const APART = new Set(['churn', 'embeddings']);

const { store, size, phases = Object.keys(PHASES), directory } = readOptions(process.argv.slice(2));
const unknown = phases.find((name) => !(name in PHASES));
if (unknown !== undefined) throw new Error(`--phases ${unknown}: there is none.\n${USAGE}`);
const kind = storeOf(store);
const home = directory ?? mkdtempSync(join(tmpdir(), 'yychat-bench-'));

try {
  for (const [name, phase] of Object.entries(PHASES)) {
    if (!phases.includes(name)) continue;
    const own = join(home, APART.has(name) ? name : 'filled');
    if (APART.has(name)) rmSync(own, { recursive: true, force: true });
    mkdirSync(own, { recursive: true });
    const note = (/** @type {string} */ line) => console.error(`${name}: ${line}`);
    console.log(`\n${name}: ${await phase({ kind, directory: own, size, note })}`);
  }
} finally {
  if (directory === undefined) rmSync(home, { recursive: true, force: true });
}
