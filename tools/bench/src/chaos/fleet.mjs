import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis, startSlowProxy } from '@yychat/services';
import { startSimulator } from '@yychat/simulator';
import { cpuTime } from '../runner/cpu-time.mjs';
import { residentMb } from '../runner/memory.mjs';
import { freePort } from '../runner/ports.mjs';

const MAIN = resolve(import.meta.dirname, '../../../../apps/api/dist/main.js');
const INSTANCES = 3;
const KEY = 'chaos-admin-key-0123456789';

/** Instances of the service on one Redis, which they reach through what can make it slow. */
export async function startFleet() {
  const directory = mkdtempSync(join(tmpdir(), 'yychat-chaos-'));
  const [redis, upstream] = await Promise.all([startRedis(), startSimulator({ stamps: false })]);
  const proxy = await startSlowProxy(redis.port, 0);
  const instances = await Promise.all(
    Array.from({ length: INSTANCES }, async (_, n) => {
      const port = await freePort();
      const log = join(directory, `${n}.log`);
      const out = openSync(log, 'a');
      const child = spawn(process.execPath, [MAIN], {
        cwd: directory,
        stdio: ['ignore', out, out],
        env: {
          PATH: process.env['PATH'],
          PORT: String(port),
          YYCHAT_API_KEY: KEY,
          YYCHAT_DATA_DIR: join(directory, String(n)),
          OPENAI_BASE_URL: upstream.baseURL,
          OPENAI_API_KEY: 'sk-chaos',
          USE_REDIS_CACHE: 'true',
          REDIS_HOST: '127.0.0.1',
          REDIS_PORT: String(proxy.port),
          // One line a turn is the operator's choice, and the same with and without a fault.
          LOG_LEVEL: 'warn',
        },
      });
      process.once('exit', () => child.kill('SIGKILL'));
      return { url: `http://127.0.0.1:${port}`, log, child, pid: /** @type {number} */ (child.pid) };
    }),
  );
  const urls = instances.map(({ url }) => url);
  const pids = instances.map(({ pid }) => pid);

  /** @returns {Promise<boolean>} */
  const isUp = async (/** @type {string} */ url) => {
    try {
      /** @type {any} */
      const { dependencies } = await (await fetch(`${url}/readyz`)).json();
      return dependencies.redis.status === 'up';
    } catch {
      return false;
    }
  };
  /** Milliseconds until all use Redis again. */
  const back = async () => {
    const begun = performance.now();
    while (!(await Promise.all(urls.map(isUp))).every(Boolean)) {
      if (performance.now() - begun > 30_000) throw new Error('Redis is not used again.');
      await sleep(10);
    }
    return performance.now() - begun;
  };
  await back();
  return {
    urls,
    key: KEY,
    redis,
    proxy,
    back,
    /** So far: CPU in ns, memory in MB, log in bytes. */
    spent: () => ({
      cpu: cpuTime(pids),
      memory: residentMb(pids),
      log: instances.reduce((sum, { log }) => sum + statSync(log).size, 0),
    }),
    async stop() {
      await Promise.all(
        instances.map(
          ({ child }) =>
            new Promise((ended) => {
              child.once('exit', ended);
              child.kill('SIGTERM');
            }),
        ),
      );
      await Promise.all([proxy.stop(), redis.stop(), upstream.close()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
