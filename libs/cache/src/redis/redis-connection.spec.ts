import { afterEach, describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { createClient } from '@keyv/redis';
import type { RedisClientType } from '@keyv/redis';
import { startRedis } from '@yychat/services';
import { systemClock } from '../clock.js';
import { connectRedis } from './redis-connection.js';
import type { RedisConnection } from './redis-connection.js';
import { RedisOptionError } from './redis-errors.js';
import type { RedisOptions } from './redis-options.js';
import type { RedisState } from './redis-state.js';

/** Generous: what is asked for settles sooner than this, whatever Redis does. Milliseconds. */
const SOON = 1_000;
const SECRET = 'opensesame-4711';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const start: typeof startRedis = async (settings) => {
  const server = await startRedis(settings);
  ends.push(() => server.stop());
  return server;
};

/** Its clock can be put forward; all that it logs and says of its state is kept. */
function connect(options: RedisOptions) {
  const time = { skew: 0 };
  const told: unknown[] = [];
  const note = (...line: unknown[]): void => void told.push(line);
  const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + time.skew };
  const connection = connectRedis(
    { commandTimeout: 300, silence: 600, probeEvery: 50, connectTimeout: 300, ...options },
    { clock, logger: { info: note, warn: note } },
  );
  connection.onChange(note);
  ends.push(() => connection.close());
  return { connection, time, told };
}

async function reaches(connection: RedisConnection, ...states: RedisState[]): Promise<void> {
  for (let tries = 0; !states.includes(connection.state); tries++) {
    if (tries === 250) throw new Error(`Redis is ${connection.state}, not ${states.join(' or ')}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What the work comes to, which it does soon. */
async function outcome<T>(work: Promise<T>): Promise<unknown> {
  const began = performance.now();
  const settled = await work.catch((error: unknown) => error);
  expect(performance.now() - began).toBeLessThan(SOON);
  return settled;
}

const ping = (client: RedisClientType): Promise<string> => client.ping();

describe('a connection to Redis', () => {
  it('is up, and counts what it does', async () => {
    const { connection } = connect(await start());
    expect(connection.state).toBe('connecting');
    await reaches(connection, 'up');
    const answers: number[] = [];
    connection.onAnswer = (took) => answers.push(took);
    expect(await connection.run(ping)).toBe('PONG');
    expect(answers).toEqual([expect.any(Number)]);
    expect(connection.figures).toMatchObject({ state: 'up', commands: 1, errors: 0, breakerOpens: 0 });
    const { latency, ...health } = await connection.health();
    expect(latency).toBeGreaterThan(0);
    expect(health).toEqual({ name: 'redis', status: 'up', required: false });
  });

  it('refuses work at once while the server is absent, and is up when it appears', async () => {
    const server = await start();
    await server.kill();
    const { connection } = connect(server);
    expect(await outcome(connection.run(ping))).toMatchObject({ code: 'redis_unavailable' });
    await reaches(connection, 'down');
    expect(await connection.health()).toMatchObject({ status: 'down', reason: expect.any(String) });
    await server.restart();
    await reaches(connection, 'up');
    expect(await connection.run(ping)).toBe('PONG');
  });

  it('goes down when the server is killed, and is up when it is there again', async () => {
    const server = await start();
    const { connection } = connect(server);
    await reaches(connection, 'up');
    await server.kill();
    expect(await outcome(connection.run(ping))).toMatchObject({ code: 'redis_unavailable' });
    await reaches(connection, 'down');
    await server.restart();
    await reaches(connection, 'up');
    expect(await connection.run(ping)).toBe('PONG');
  });

  it('sends what is insisted on also while it has stopped asking', async () => {
    const server = await start();
    const { connection } = connect({ port: server.port, failures: 1 });
    await reaches(connection, 'up');
    server.freeze();
    expect(await outcome(connection.run(ping))).toMatchObject({ code: 'redis_timeout' });
    const insisting = connection.run(ping, { insists: true, deadline: 5_000 });
    server.thaw();
    expect(await insisting).toBe('PONG');
  });

  it('stops asking a frozen server after some timeouts, makes its connection anew, and is up once it thaws', async () => {
    const server = await start();
    const { connection } = connect({ port: server.port, failures: 3 });
    await reaches(connection, 'up');
    server.freeze();
    const outcomes = await Promise.all([1, 2, 3].map(() => outcome(connection.run(ping))));
    expect(outcomes).toEqual(Array(3).fill(expect.objectContaining({ code: 'redis_timeout' })));
    expect(connection.figures).toMatchObject({ timeouts: 3, breakerOpens: 1 });
    expect(connection.isAway()).toBe(true);
    expect(await outcome(connection.run(ping))).toMatchObject({ code: 'redis_unavailable' });
    const insisting = connection.run(ping, { insists: true, deadline: 5_000 });
    await reaches(connection, 'down');
    expect(await outcome(insisting)).not.toBe('PONG');
    expect(await outcome(connection.run(ping, { insists: true }))).toMatchObject({
      code: 'redis_unavailable',
    });
    server.thaw();
    await reaches(connection, 'up');
    expect(await connection.run(ping)).toBe('PONG');
  });

  it('is degraded while the server refuses to write, and up some time after the last refusal', async () => {
    const { port } = await start({ args: ['--maxmemory', '1', '--maxmemory-policy', 'noeviction'] });
    const { connection, time } = connect({ port });
    await reaches(connection, 'up');
    const write = (): Promise<unknown> =>
      outcome(connection.run((client: RedisClientType) => client.set('a', '1')));
    expect(await write()).toMatchObject({ code: 'redis_reply', reply: 'OOM' });
    expect(await connection.health()).toMatchObject({ status: 'degraded', reason: 'OOM' });
    await connection.run((client) => client.configSet('maxmemory', '0'));
    expect(await write()).toBe('OK');
    expect(connection.state).toBe('degraded');
    time.skew += 10_000;
    expect(await write()).toBe('OK');
    expect(connection.state).toBe('up');
  });

  it('is down with a wrong password, which it never repeats, and up when the server takes it', async () => {
    const server = await start({ args: ['--requirepass', 'another'] });
    const { connection, told } = connect({ url: `redis://:${SECRET}@127.0.0.1:${server.port}` });
    await reaches(connection, 'down');
    const refused = await outcome(connection.run(ping));
    const health = await connection.health();
    expect(health).toMatchObject({ status: 'down', reason: 'WRONGPASS' });

    const admin = createClient({ url: server.url, password: 'another' });
    await admin.connect();
    await admin.configSet('requirepass', SECRET);
    admin.destroy();
    await reaches(connection, 'up');
    // Redis repeats the words of a command that it does not know.
    const repeated = await outcome(connection.run((client) => client.sendCommand(['NOSUCH', SECRET])));
    expect(repeated).toMatchObject({ code: 'redis_reply', reply: 'ERR' });

    const all = [refused, health, repeated, told, connection.figures, connection];
    expect(inspect(all, { depth: 4, showHidden: true })).not.toContain(SECRET);
    expect(told.length).toBeGreaterThan(1);
  });

  it('honours a signal and a deadline of its own, which says nothing of Redis', async () => {
    const server = await start();
    const { connection } = connect({ port: server.port, failures: 1 });
    await reaches(connection, 'up');
    server.freeze();
    const reason = new Error('the caller left');
    const leaving = new AbortController();
    const left = connection.run(ping, { signal: leaving.signal });
    leaving.abort(reason);
    expect(await outcome(left)).toBe(reason);
    expect(await outcome(connection.run(ping, { signal: leaving.signal }))).toBe(reason);
    expect(await outcome(connection.run(ping, { deadline: 5 }))).toMatchObject({ code: 'redis_timeout' });
    expect(connection.figures.breakerOpens).toBe(0);
    server.thaw();
  });

  it('hands on what the work throws by itself', async () => {
    const { connection } = connect(await start());
    await reaches(connection, 'up');
    const bug = new TypeError('not a function');
    expect(await outcome(connection.run(() => Promise.reject(bug)))).toBe(bug);
    expect(connection.figures.errors).toBe(0);
  });

  it('rejects what is under way when it is closed, and everything after that', async () => {
    const server = await start();
    const { connection } = connect(server);
    await reaches(connection, 'up');
    server.freeze();
    const late = outcome(connection.run(ping));
    await connection.close();
    expect(await late).toMatchObject({ code: 'redis_unavailable' });
    expect(await outcome(connection.run(ping))).toMatchObject({ code: 'redis_unavailable' });
    expect(await connection.health()).toMatchObject({ status: 'down', reason: 'it is closed' });
  });

  it.each([
    { commandTimeout: 0 },
    { silence: 1.5 },
    { url: `http://user:${SECRET}@host` },
    { url: `redis://:${SECRET}%@host` },
    { cluster: [{ host: 'a' }], database: 1 },
  ])('refuses options that make no sense: %#', (options) => {
    const connecting = (): RedisConnection => connectRedis(options);
    expect(connecting).toThrow(RedisOptionError);
    expect(connecting).not.toThrow(SECRET);
  });
});
