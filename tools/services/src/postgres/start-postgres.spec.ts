import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from './start-postgres.js';
import type { PostgresServer } from './start-postgres.js';

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function ask(url: string, statement: string, timeout = 5_000): Promise<unknown[]> {
  const client = new pg.Client({
    connectionString: url,
    query_timeout: timeout,
    connectionTimeoutMillis: timeout,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('a PostgreSQL server for tests', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 30_000);
  afterAll(() => server.stop(), 30_000);
  afterEach(() => server.thaw());

  it('gives databases of their own, with pgvector at hand', async () => {
    const [one, other] = [await server.createDatabase(), await server.createDatabase()];
    await ask(one, 'create table notes as select 1 as note');
    expect(await ask(one, 'select note from notes')).toEqual([{ note: 1 }]);
    await expect(ask(other, 'select note from notes')).rejects.toThrow('does not exist');
    await ask(other, 'create extension vector');
  });

  it('asks for the password', async () => {
    const url = new URL(server.url);
    url.password = 'wrong';
    await expect(ask(url.href, 'select 1')).rejects.toThrow('password');
  });

  it('answers nothing while it is frozen', async () => {
    const client = new pg.Client({ connectionString: server.url, query_timeout: 300 });
    await client.connect();
    server.freeze();
    await expect(client.query('select 1')).rejects.toThrow('timeout');
    await expect(ask(server.url, 'select 1', 300)).rejects.toThrow();
    server.thaw();
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await client.end();
  });

  it('has its data again after it was killed, on the same port', async () => {
    await ask(server.url, 'create table kept as select 2 as note');
    const { pid } = server;
    await server.kill();
    expect(isAlive(pid)).toBe(false);
    await expect(ask(server.url, 'select 1')).rejects.toThrow();
    await server.restart();
    expect(server.pid).not.toBe(pid);
    expect(await ask(server.url, 'select note from kept')).toEqual([{ note: 2 }]);
  });

  it('is gone when its process has ended, however it did', async () => {
    const source = join(import.meta.dirname, '../../dist/index.js');
    const script = `
      const server = await (await import(${JSON.stringify(source)})).startPostgres();
      console.log(JSON.stringify({ url: server.url, pid: server.pid }));
      setInterval(() => {}, 1_000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = (await once(owner.stdout, 'data')) as [Buffer];
    const { url, pid } = JSON.parse(printed.toString()) as { url: string; pid: number };
    const [settings] = (await ask(url, 'show data_directory')) as [{ data_directory: string }];
    const folder = dirname(settings.data_directory);
    expect([isAlive(pid), existsSync(folder)]).toEqual([true, true]);
    owner.kill('SIGKILL');
    for (let tries = 0; tries < 500 && (isAlive(pid) || existsSync(folder)); tries++) await wait(20);
    expect([isAlive(pid), existsSync(folder)]).toEqual([false, false]);
  }, 30_000);
});
