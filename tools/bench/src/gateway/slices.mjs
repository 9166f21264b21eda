import { setTimeout as sleep } from 'node:timers/promises';
import { nowUs } from '../runner/clock.mjs';
import { processTree } from '../runner/process-tree.mjs';

/** @typedef {import('./contestants/contestant.mjs').Running} Running */
/** @typedef {import('./phases.mjs').Size} Size */

/**
 * What one contestant did in one phase of one round.
 * @typedef {object} Slice
 * @property {import('./results.mjs').Sample} sample
 * @property {Readonly<Record<string, number>>} troubles
 */

/** Milliseconds until a slice is given up. */
const SLICE_LIMIT = 30_000;
/** Chunks of streams that are to last until their client leaves. */
const ENDLESS = 1_000_000;
/** Milliseconds to wait for the upstream's streams to end after the clients have left. */
const LEAVE_LIMIT = 5_000;
/** Milliseconds for a new process to come to rest before its memory is looked at. */
const REST = 500;

/** Takes the slices of all phases. */
export class Slices {
  #size;
  #load;
  #upstream;

  /**
   * @param {Size} size
   * @param {import('../load/load-generator.mjs').LoadGenerator} load
   * @param {import('./upstream.mjs').Upstream} upstream
   */
  constructor(size, load, upstream) {
    this.#size = size;
    this.#load = load;
    this.#upstream = upstream;
  }

  /**
   * Lets a contestant become what it is after a while: compiled, with its connections open.
   * @param {Running} running
   * @param {import('./phases.mjs').WarmUp} size
   */
  async warmUp(running, { connections, json, streams, chunks, gapMs }) {
    const closedLoop = {
      ...around(running),
      kind: /** @type {const} */ ('closed-loop'),
      connections,
      warmUp: 1,
    };
    const whole = await this.#load.run({ ...closedLoop, requests: json });
    await this.#upstream.pace({ chunks, gapMs });
    const streamed = await this.#load.run({ ...closedLoop, requests: streams, chunks });
    return added(whole.troubles.counts, streamed.troubles.counts);
  }

  /**
   * @param {Running} running
   * @returns {Promise<Slice>}
   */
  async json(running) {
    const { requests, used, troubles } = await this.#load.run({
      ...around(running),
      kind: 'closed-loop',
      ...this.#size.json,
    });
    const sample = { cpu: used.cpuMs / requests, foreignCores: used.foreignCores };
    return { sample, troubles: troubles.counts };
  }

  /**
   * @param {Running} running
   * @returns {Promise<Slice>}
   */
  async stream(running) {
    await this.#upstream.pace(this.#size.stream);
    const wave = { ...around(running), kind: /** @type {const} */ ('paced-wave'), ...this.#size.stream };
    // Not counted: after a rest, while others had their turn, a process is slower for a moment.
    const { troubles: earlier } = await this.#load.run(wave);
    const { chunks, used, troubles } = await this.#load.run(wave);
    const sample = { cpu: (used.cpuMs * 1e3) / chunks, chunks, foreignCores: used.foreignCores };
    return { sample, troubles: added(earlier.counts, troubles.counts) };
  }

  /**
   * @param {Running} running
   * @returns {Promise<Slice>}
   */
  async ttft(running) {
    await this.#upstream.pace(this.#size.ttft);
    const { firstToken, used, troubles } = await this.#load.run({
      ...around(running),
      kind: 'closed-loop',
      ...this.#size.ttft,
    });
    return { sample: { firstToken, foreignCores: used.foreignCores }, troubles: troubles.counts };
  }

  /**
   * @param {Running} running just started and warmed up
   * @returns {Promise<Slice>}
   */
  async held(running) {
    await this.#upstream.pace({ chunks: ENDLESS, gapMs: this.#size.held.gapMs });
    await sleep(REST);
    const { opened, growthMb, used, leftAt, troubles } = await this.#load.run({
      ...around(running),
      kind: 'held-streams',
      ...this.#size.held,
    });
    const left = await this.#untilUpstreamEnded(leftAt);
    const sample = { mbPer1000: (growthMb / opened) * 1e3, ...left, foreignCores: used.foreignCores };
    const open =
      left.leftOpen > 0 ? { 'upstream stream still open after the clients left': left.leftOpen } : {};
    return { sample, troubles: { ...troubles.counts, ...open } };
  }

  /** @param {number} leftAt */
  async #untilUpstreamEnded(leftAt) {
    for (;;) {
      const leftOpen = await this.#upstream.active();
      const waited = (nowUs() - leftAt) / 1e3;
      if (leftOpen === 0) return { upstreamEndedMs: waited, leftOpen };
      if (waited > LEAVE_LIMIT) return { upstreamEndedMs: NaN, leftOpen };
      await sleep(10);
    }
  }
}

/** @param {Running} running */
function around({ target, child }) {
  const processes = { contestant: child ? processTree(child.pid) : [], benchmark: processTree(process.pid) };
  return { target, processes, limitMs: SLICE_LIMIT };
}

/**
 * @param {Readonly<Record<string, number>>} counts
 * @param {Readonly<Record<string, number>>} others
 */
function added(counts, others) {
  const sum = { ...counts };
  for (const [trouble, count] of Object.entries(others)) sum[trouble] = (sum[trouble] ?? 0) + count;
  return sum;
}
