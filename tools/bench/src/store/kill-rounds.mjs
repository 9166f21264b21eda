/**
 * Kills a process that writes into a store, over and over, and looks whether everything that was acknowledged is there. Build the
 * libs first.
 *   node tools/bench/src/store/kill-rounds.mjs [--rounds 1000] [--store sqlite] [--seed 1]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Ledger } from './kill-ledger.mjs';
import { seeded } from './random.mjs';

const CHILD = fileURLToPath(new URL('kill-child.mjs', import.meta.url));
/** A child is killed so long after it began to write, at most. Milliseconds. */
const LIFETIME = 120;
/** And after so long in any case. */
const PATIENCE = 60_000;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1000' },
    store: { type: 'string', default: 'sqlite' },
    seed: { type: 'string', default: '1' },
  },
});
const rounds = Number(values.rounds);
const random = seeded(Number(values.seed));
const directory = mkdtempSync(join(tmpdir(), 'yychat-kill-'));
const ledger = new Ledger();
/** @type {string[]} */
const faults = [];

/**
 * One life of a child. @param {number} number @param {boolean} last it is to close the store instead of being killed
 * @returns {Promise<void>}
 */
function live(number, last) {
  return new Promise((resolve, reject) => {
    const args = [CHILD, values.store, directory, String(number)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    let checked = false;
    child.send({ entries: last ? ledger.all() : ledger.take(random), last });
    // What stands before a line break was written to its end.
    createInterface({ input: /** @type {import('node:stream').Readable} */ (child.stdout) }).on(
      'line',
      (line) => {
        if (line.startsWith('fault ')) faults.push(`round ${number}: ${line.slice(6)}`);
        else if (line === 'checked') {
          checked = true;
          if (!last) setTimeout(() => child.kill('SIGKILL'), random() * LIFETIME);
        } else ledger.read(line);
      },
    );
    child.once('close', (code) => {
      clearTimeout(patience);
      if (checked && (code === 0) === last) resolve();
      else reject(new Error(`Round ${number}: the child ended with code ${String(code)} by itself.`));
    });
  });
}

/** What SQLite says of the file, and what deletions left. */
function inspect() {
  const database = new DatabaseSync(join(directory, 'store.db'));
  for (const row of database.prepare('PRAGMA integrity_check').all()) {
    if (row['integrity_check'] !== 'ok') faults.push(`integrity_check: ${String(row['integrity_check'])}`);
  }
  const { left } = database.prepare('SELECT count(*) AS left FROM remains').get() ?? {};
  database.close();
  return Number(left);
}

try {
  const start = performance.now();
  for (let round = 1; round <= rounds && faults.length === 0; round++) {
    await live(round, false);
    if (round % 50 === 0) console.error(`${round} rounds, ${ledger.acknowledged} turns`);
  }
  await live(rounds + 1, true);
  const left = values.store === 'sqlite' ? `, ${inspect()} deletions to be cleared up` : '';
  const seconds = ((performance.now() - start) / 1_000).toFixed(0);
  console.log(
    `${rounds} rounds in ${seconds} s: ${ledger.acknowledged} turns and ${ledger.deletions} deletions acknowledged${left}`,
  );
  for (const fault of faults.slice(0, 20)) console.log(`! ${fault}`);
  console.log(`${faults.length} faults`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exitCode = faults.length > 0 ? 1 : 0;
