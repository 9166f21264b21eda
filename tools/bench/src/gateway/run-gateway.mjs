import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Children } from '../runner/children.mjs';
import { goalLine, isMet, summaryLine } from '../runner/goals.mjs';
import { openFilesLimit } from '../runner/open-files.mjs';
import { figure } from '../runner/table.mjs';
import { GatewayBenchmark } from './gateway-benchmark.mjs';
import { gatewayGoals } from './goals.mjs';
import { readOptions } from './options.mjs';
import { gatewayReport } from './report.mjs';
import { Upstream } from './upstream.mjs';

/** Open files of a gateway beside the two of each stream. */
const OTHER_FILES = 300;

/**
 * Runs the benchmark of the gateway and prints what came of it.
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code: 1 when a goal was missed
 * @throws Error for options that make no sense, and when something fails that is not a contestant's fault
 */
export async function runGateway(args) {
  const { size, phases, json } = readOptions(args);
  if (phases.includes('held')) requireFiles(2 * size.held.streams + OTHER_FILES);
  const begun = performance.now();
  const scratch = mkdtempSync(join(tmpdir(), 'yychat-bench-'));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const children = new Children(scratch);
  const watchdog = setTimeout(() => {
    console.error(`Given up after ${size.limitMs / 60_000} minutes.`);
    process.exit(1);
  }, size.limitMs);

  /** @param {string} line */
  const tell = (line) => console.error(`[${((performance.now() - begun) / 1e3).toFixed(0)} s] ${line}`);
  try {
    const upstream = await Upstream.start(children);
    const benchmark = new GatewayBenchmark({ size, children, upstream, scratch, tell });
    await benchmark.run(phases);
    const { results } = benchmark;
    const goals = gatewayGoals(results, phases, size.held.streams);
    const foreign = figure(results.foreignCores().median, 2);
    console.log(`${gatewayReport(results, phases)}\n`);
    console.log(
      `Node ${process.version}, ${availableParallelism()} cores, of which others took ${foreign}; ${size.rounds} rounds, ` +
        `${((performance.now() - begun) / 1e3).toFixed(0)} s. Figures: median (quartiles) of the rounds.\n`,
    );
    if (json !== undefined) {
      const record = { when: new Date().toISOString(), node: process.version, size, goals, ...results };
      writeFileSync(json, `${JSON.stringify(record, null, 2)}\n`);
    }
    for (const goal of goals) console.log(goalLine(goal));
    console.log(summaryLine(goals));
    return goals.every(isMet) ? 0 : 1;
  } finally {
    clearTimeout(watchdog);
    await children.stopAll();
  }
}

/** @param {number} files that one process has to have open at once */
function requireFiles(files) {
  const limit = openFilesLimit();
  if (limit >= files) return;
  throw new Error(
    `A process may have ${limit} files open, and the phase "held" needs ${files}. Raise it (ulimit -n ${files}), ` +
      'take --quick, or leave the phase out with --phases.',
  );
}
