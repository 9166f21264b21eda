import { cpSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startRedis, type RedisServer } from '@yychat/services';
import { startSimulator, type Simulator } from '@yychat/simulator';
import { mustRun } from '../src/run.js';
import { openWorkbench } from '../src/workbench.js';
import { examples, ROOT } from '../src/workspace.js';

const { full, nodes } = openWorkbench();
const LEFT_BEHIND = ['node_modules', 'dist', 'test-output'];
let redis: RedisServer;
let simulator: Simulator;

beforeAll(async () => {
  [redis, simulator] = await Promise.all([startRedis(), startSimulator()]);
});
afterAll(async () => {
  await Promise.all([redis.stop(), simulator.close()]);
});

it.each(examples())('$folder runs against the tarballs', async ({ folder, manifest }) => {
  const script = ['test', 'start'].find((name) => manifest.scripts?.[name]);
  if (!script) throw new Error(`${folder}/package.json has neither a "test" nor a "start" script`);
  const copy = join(full, folder);
  cpSync(join(ROOT, folder), copy, {
    recursive: true,
    filter: (source) => !LEFT_BEHIND.includes(basename(source)),
  });
  const env = {
    PATH: [dirname(nodes['24']!), process.env['PATH']].join(delimiter),
    OPENAI_BASE_URL: simulator.baseURL,
    OPENAI_API_KEY: 'any',
    REDIS_URL: redis.url,
  };
  expect(await mustRun('npm', ['run', script], { cwd: copy, env, timeout: 40_000 })).not.toBe('');
});
