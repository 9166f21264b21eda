import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedis, type RedisServer } from '@yychat/services';
import { startSimulator, type Simulator } from '@yychat/simulator';
import { NODE_LINES } from '../src/nodes.js';
import { readmeExample } from '../src/readme-example.js';
import { run } from '../src/run.js';
import { openWorkbench } from '../src/workbench.js';
import { published } from '../src/workspace.js';

const { full, nodes } = openWorkbench();
let redis: RedisServer;
let simulator: Simulator;

beforeAll(async () => {
  [redis, simulator] = await Promise.all([startRedis(), startSimulator()]);
});
afterAll(async () => {
  await Promise.all([redis.stop(), simulator.close()]);
});

/** Runs a program in a folder of its own within the project, with all that an example may expect. */
async function runExample(line: string, name: string, code: string): Promise<void> {
  const cwd = join(full, 'readme', `${name.replace('@yychat/', '')}-on-${line}`);
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'example.ts'), code);
  const env = { OPENAI_BASE_URL: simulator.baseURL, OPENAI_API_KEY: 'any', REDIS_URL: redis.url };
  const finished = await run(nodes[line]!, ['example.ts'], { cwd, env, timeout: 20_000 });
  expect(finished).toMatchObject({ code: 0 });
}

describe.each(published())('the example of $name', ({ name }) => {
  const readme = join(full, 'node_modules', name, 'README.md');

  it.each(NODE_LINES)('runs to its end on Node %s', async (line) => {
    await runExample(line, name, readmeExample(readFileSync(readme, 'utf8')));
  });
});
