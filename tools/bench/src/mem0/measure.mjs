import { monitorEventLoopDelay } from 'node:perf_hooks';
import { addSome, someQuestion } from './facts.mjs';
import { embedBefore } from './instant-upstream.mjs';

const WARM_UP = 20;
const LIMIT = 10;
/** Milliseconds. */
const RESOLUTION = 5;

/** @type {(sorted: readonly number[], share: number) => number | undefined} */
const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/**
 * Milliseconds until mem0 is loaded, and of the longest stall of the service's event loop meanwhile; megabytes that it takes.
 * @param {() => Promise<void>} open
 */
export async function opening(open) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  const { rss } = process.memoryUsage();
  const begun = performance.now();
  delay.enable();
  await open();
  delay.disable();
  return {
    opening: performance.now() - begun,
    stall: delay.max / 1e6 - RESOLUTION,
    memory: (process.memoryUsage().rss - rss) / 1e6,
  };
}

/**
 * Milliseconds of a search, of CPU for one over all threads, and of the longest stall of the service's event loop.
 * @param {import('@yychat/engine-mem0').FactStore} facts
 * @param {{ questions: number, names: boolean, busy: boolean }} options
 */
export async function measure(facts, { questions, names, busy }) {
  const asked = Array.from({ length: WARM_UP + questions }, (_, at) => someQuestion(at, names));
  embedBefore(asked);
  const { signal } = new AbortController();
  const search = (/** @type {string} */ query) =>
    facts.search({ query, scope: { user: 'u_bench' }, limit: LIMIT }, signal);
  for (const query of asked.slice(0, WARM_UP)) await search(query);
  let isOver = false;
  const adding = busy ? keepAdding(facts, () => isOver) : Promise.resolve(0);
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  delay.enable();
  const cpu = process.cpuUsage();
  const times = [];
  for (const query of asked.slice(WARM_UP)) {
    const begun = performance.now();
    await search(query);
    times.push(performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  isOver = true;
  const added = await adding;
  const sorted = times.sort((one, other) => one - other);
  return {
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    cpu: (user + system) / 1_000 / questions,
    stall: delay.max / 1e6 - RESOLUTION,
    added,
  };
}

let run = 1_000_000;

/** @type {(facts: import('@yychat/engine-mem0').FactStore, isOver: () => boolean) => Promise<number>} */
async function keepAdding(facts, isOver) {
  let added = 0;
  while (!isOver()) {
    await addSome(facts, (run += 250), 5);
    added += 5;
  }
  return added;
}
