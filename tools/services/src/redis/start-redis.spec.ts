import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from '@keyv/redis';
import { askRedis } from './ask-redis.js';
import { startRedisCluster } from './start-redis-cluster.js';
import { startRedisSentinel } from './start-redis-sentinel.js';
import { startRedis } from './start-redis.js';
import type { RedisSettings, RedisServer } from './start-redis.js';
import { startSlowProxy } from './start-slow-proxy.js';

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const running: { stop(): Promise<void> }[] = [];
async function start(settings?: RedisSettings): Promise<RedisServer> {
  const server = await startRedis(settings);
  running.push(server);
  return server;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

describe('a Redis server for tests', () => {
  it('answers on a port of its own, with the options it was given', async () => {
    const [one, other] = [await start(), await start({ args: ['--maxmemory', '3mb'] })];
    const client = createClient({ url: one.url });
    await client.connect();
    await client.set('greeting', 'hello');
    expect(await client.get('greeting')).toBe('hello');
    client.destroy();
    expect(await askRedis(other.port, 'EXISTS greeting')).toBe(':0');
    expect(await askRedis(other.port, 'CONFIG GET maxmemory')).toContain('3145728');
  });

  it('answers nothing while it is frozen', async () => {
    const { port, freeze, thaw } = await start();
    freeze();
    const late = askRedis(port, 'PING');
    expect(await Promise.race([late, wait(100, 'nothing')])).toBe('nothing');
    thaw();
    expect(await late).toBe('+PONG');
  });

  it('is there again after it was killed, on the same port and empty', async () => {
    const server = await start();
    await askRedis(server.port, 'SET greeting hello');
    const { pid } = server;
    await server.kill();
    expect(isAlive(pid)).toBe(false);
    await expect(askRedis(server.port, 'PING')).rejects.toThrow('ECONNREFUSED');
    await server.restart();
    expect(await askRedis(server.port, 'DBSIZE')).toBe(':0');
  });

  it('says why it does not start', async () => {
    await expect(startRedis({ args: ['--no-such-option', '1'] })).rejects.toThrow('no-such-option');
  });

  it('is gone when its process has ended, however it did', async () => {
    const source = join(import.meta.dirname, '../../dist/redis/start-redis.js');
    const script = `
      const server = await (await import(${JSON.stringify(source)})).startRedis();
      console.log(JSON.stringify({ folder: server.folder, pid: server.pid }));
      setInterval(() => {}, 1_000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = (await once(owner.stdout, 'data')) as [Buffer];
    const { folder, pid } = JSON.parse(printed.toString()) as { folder: string; pid: number };
    expect([isAlive(pid), existsSync(folder)]).toEqual([true, true]);
    owner.kill('SIGKILL');
    for (let tries = 0; tries < 250 && (isAlive(pid) || existsSync(folder)); tries++) await wait(20);
    expect([isAlive(pid), existsSync(folder)]).toEqual([false, false]);
  });

  it('makes a cluster', async () => {
    const cluster = await startRedisCluster(2);
    running.push(cluster);
    const answers = await Promise.all(cluster.nodes.map(({ port }) => askRedis(port, 'SET greeting hello')));
    expect(answers.map((answer) => answer.split(' ')[0]).sort()).toEqual(['+OK', '-MOVED']);
  }, 20_000);

  it('is watched by a sentinel', async () => {
    const server = await start();
    const sentinel = await startRedisSentinel('main', server);
    running.push(sentinel);
    expect(await askRedis(sentinel.port, 'SENTINEL GET-MASTER-ADDR-BY-NAME main')).toContain(
      String(server.port),
    );
  });

  it('is slow behind a slow proxy', async () => {
    const { port } = await start();
    const proxy = await startSlowProxy(port, 60);
    running.push(proxy);
    const late = askRedis(proxy.port, 'PING');
    expect(await Promise.race([late, wait(30, 'nothing')])).toBe('nothing');
    expect(await late).toBe('+PONG');
  });
});
