import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startRedis } from '@yychat/services';
import { errorOf } from './known-durations.mjs';

const INSTANCES = 3;
const WINDOWS = ['1m', '5m', '1h', '24h'];
/** Milliseconds in which all that was measured is in Redis. */
const SETTLED = 2_500;

class Instance {
  /**
   * @param {string} url
   * @param {string} name
   */
  static async start(url, name) {
    const child = fork(join(import.meta.dirname, 'truth-instance.mjs'), [url, name]);
    await once(child, 'message');
    return new Instance(child);
  }

  /** @param {import('node:child_process').ChildProcess} child */
  constructor(child) {
    this.child = child;
  }

  /**
   * @param {string} task
   * @param {...unknown} values
   * @returns {Promise<any>}
   */
  async ask(task, ...values) {
    const answer = once(this.child, 'message');
    this.child.send([task, values]);
    return (await answer)[0];
  }

  async close() {
    const ended = once(this.child, 'exit');
    await this.ask('close');
    await ended;
  }
}

/** @param {string} url @param {string} run */
function startAll(url, run) {
  return Promise.all(Array.from({ length: INSTANCES }, (_, i) => Instance.start(url, `${run}-${i}`)));
}

/**
 * The largest error of any figure, of any window, by any instance.
 * @param {readonly Instance[]} instances
 * @param {number} turns
 */
async function worst(instances, turns) {
  const errors = [];
  for (const instance of instances) {
    for (const window of WINDOWS) {
      const statistics = await instance.ask('statistics', window);
      errors.push(statistics.complete ? errorOf(statistics.total_time, turns) : Infinity);
    }
  }
  return Math.max(...errors);
}

/**
 * Whether the figures of a cluster are true: as it is, after all instances were started again, and after Redis was frozen. Has to be done
 * within a minute, for its shortest window is one.
 * @param {{ turns: number, frozen: number }} options `frozen` in ms
 */
export async function truth({ turns, frozen }) {
  const server = await startRedis();
  /** @type {Instance[]} */
  let instances = [];
  /** @param {number} from @param {number} to */
  const run = (from, to) =>
    Promise.all(instances.map((instance, i) => instance.ask('run', from + i, to, INSTANCES)));
  try {
    instances = await startAll(server.url, 'first');
    const pieces = 20;
    for (let i = 0; i < pieces; i++) {
      await run(Math.floor((turns * i) / pieces / 3) * 3, Math.floor((turns * (i + 1)) / pieces / 3) * 3);
      await wait(100);
    }
    let count = Math.floor(turns / 3) * 3;
    await wait(SETTLED);
    const atFirst = await worst(instances, count);
    await Promise.all(instances.map((instance) => instance.close()));
    instances = await startAll(server.url, 'second');
    const afterRestart = await worst(instances, count);
    server.freeze();
    for (const end = performance.now() + frozen; performance.now() < end; count += 75) {
      await run(count, count + 75);
      await wait(1_000);
    }
    server.thaw();
    await wait(SETTLED * 2);
    const afterFreeze = await worst(instances, count);
    const dropped = await Promise.all(instances.map((instance) => instance.ask('dropped')));
    return { count, atFirst, afterRestart, afterFreeze, dropped };
  } finally {
    server.thaw();
    for (const { child } of instances) child.kill();
    const stopped = server.stop();
    // The server's process does not keep this one alive.
    await Promise.race([stopped, wait(10_000)]);
  }
}
