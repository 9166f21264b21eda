/**
 * What one contestant did in one round. Microseconds.
 * @typedef {object} Slice
 * @property {number} time from a get to the next, however many are under way
 * @property {number} cpu that this process took for one, Redis not counted
 */

/** The share of gets before a slice that do not count: what the contestants before have pushed out of the processor's caches comes back. */
const LEAD = 0.25;

/**
 * @param {(key: string) => Promise<unknown>} get
 * @param {readonly string[]} keys
 * @param {{ gets: number, concurrency: number }} size
 * @returns {Promise<Slice>}
 * @throws Error where something that was stored is not found
 */
export async function slice(get, keys, { gets, concurrency }) {
  let next = 0;
  let missing = 0;
  let end = 0;
  const worker = async () => {
    while (next < end) {
      const key = keys[next++ % keys.length] ?? '';
      if ((await get(key)) === undefined) missing++;
    }
  };
  const run = (/** @type {number} */ count) => {
    end += count;
    return Promise.all(Array.from({ length: concurrency }, worker));
  };
  await run(Math.ceil(gets * LEAD));
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  await run(gets);
  const { user, system } = process.cpuUsage(cpu);
  const time = ((performance.now() - begun) * 1e3) / gets;
  if (missing > 0) throw new Error(`${missing} of ${gets} values were not found`);
  return { time, cpu: (user + system) / gets };
}
