import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';
import { makeDirectory, StartedProcess } from './support/service.js';

let setup: Setup;
beforeAll(async () => {
  setup = await startOverSimulator({
    env: { PRICES_FILE: 'prices.json' },
    files: { 'prices.json': '{"gpt-4.1": {"input": 2, "output": 8}}' },
  });
});
afterAll(() => setup.stop());

/** What a turn with a million tokens of each kind costs. */
async function costOfMillions(): Promise<number | null> {
  const usage = { prompt_tokens: 1_000_000, completion_tokens: 1_000_000, total_tokens: 2_000_000 };
  setup.upstream.enqueue({ usage });
  const { headers } = await send(setup.service, 'POST /v1/chat/completions', {
    body: { model: 'gpt-4.1', messages: [{ role: 'user', content: 'Hello.' }] },
  });
  const id = headers.get('x-request-id') as string;
  let cost: number | null = null;
  await eventually(async () => {
    const { status, body } = await send(setup.service, `GET /v1/performance/requests/${id}`);
    if (status === 200) cost = body.cost as number | null;
    return status === 200;
  }, 'the turn is measured');
  return cost;
}

const write = (text: string) => writeFile(join(setup.service.dataDir, 'prices.json'), text);

it('prices are reloaded when they change, and stay as they are when the file is bad', async () => {
  expect(await costOfMillions()).toBe(10);
  await write('{"gpt-4.1": {"input": 3, "output": 8}}');
  await eventually(async () => (await costOfMillions()) === 11, 'the new price is in force');
  await write('{"gpt-4.1": {"input": -3, "output": 8}}');
  await eventually(() => setup.service.stdout().includes('prices not reloaded'), 'the bad file was seen');
  expect(setup.service.stdout()).toContain('\\"input\\" of \\"gpt-4.1\\" must be a number from 0.');
  expect(await costOfMillions()).toBe(11);
  await write('{}');
  await eventually(async () => (await costOfMillions()) === null, 'there is no price any more');
});

it.each([
  ['no price', '{"gpt-4.1": {"input": 2}}', '"gpt-4.1" has no "output"'],
  ['no JSON', '{', 'it is not valid JSON'],
  ['no file', undefined, 'ENOENT'],
])('a start with %s ends with a line that says so', async (_, text, why) => {
  const directory = await makeDirectory(text === undefined ? {} : { 'prices.json': text });
  const started = new StartedProcess({ PORT: '0', PRICES_FILE: 'prices.json' }, directory);
  expect(await started.exited()).toBe(1);
  expect(started.err).toMatch(/^PRICES_FILE: prices.json: .*\n$/);
  expect(started.err).toContain(why);
});
