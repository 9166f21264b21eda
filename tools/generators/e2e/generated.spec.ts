import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CheckoutCopy } from './checkout-copy.ts';
import { ADMIN_KEY, startApi, type StartedApi } from './started-api.ts';

const ENGINE = 'libs/engine-my-own';
const LIB = 'libs/quotas';

let copy: CheckoutCopy;
beforeAll(async () => {
  copy = await CheckoutCopy.make();
});
afterAll(() => copy.remove());

describe('nx g @yychat/tools', () => {
  it('says what is wrong with a name, and shows in a dry run what it would do', async () => {
    const [refused, shown] = await Promise.all([
      copy.tryToRun('.', 'nx', 'g', '@yychat/tools:lib', 'Quotas'),
      copy.tryToRun('.', 'nx', 'g', '@yychat/tools:engine', 'my-own', '--dry-run'),
    ]);
    expect(refused).toMatchObject({
      ...{ failed: true, output: expect.stringContaining('name: "Quotas" cannot be used: small letters') },
    });
    expect(shown).toMatchObject({
      ...{ failed: false, output: expect.stringContaining(`CREATE ${ENGINE}/package.json`) },
    });
    expect(existsSync(join(copy.root, ENGINE))).toBe(false);
  });
});

describe('an engine and a library that were generated', () => {
  let api: StartedApi | undefined;
  beforeAll(async () => {
    // One after the other: both change the lists of packages.
    await copy.run('.', 'nx', 'g', '@yychat/tools:engine', 'my-own');
    await copy.run('.', 'nx', 'g', '@yychat/tools:lib', 'quotas', '--redis');
  });
  afterAll(() => api?.stop());

  it('are as the workspace wants them: formatted, in sync', async () => {
    const changed = [
      ...['apps/api/package.json', 'apps/api/src/wiring/engines.ts', 'apps/api/tsconfig.lib.json'],
      ...['eslint.config.mjs', 'nx.json', 'tools/packages/src/budgets.ts', 'tsconfig.json'],
    ];
    await copy.run('.', 'prettier', '--check', ENGINE, LIB, ...changed);
    const { output } = await copy.tryToRun('.', 'nx', 'sync:check');
    // What is not about them is for others to see to.
    expect(output).not.toMatch(/engine-my-own|quotas|apps\/api\/tsconfig/);
  });

  it('have right types, as has the API with them; they lint clean and pass their kits', async () => {
    await copy.run('.', 'tsc', '-b', ENGINE, LIB);
    const api = copy.run('.', 'tsc', '-b', 'apps/api/tsconfig.lib.json');
    const checks = [ENGINE, LIB].flatMap((folder) => [
      copy.run(folder, 'jest', '--ci'),
      copy.run(folder, 'eslint', '.', '--max-warnings', '0'),
    ]);
    const [engineTests, , libTests] = await Promise.all([...checks, api]);
    expect(engineTests).toMatch(/Tests: +\d{3} passed/);
    expect(libTests).toMatch(/Tests: +\d{2} passed/);
  });

  it('is in the API: listed, in force by CHAT_ENGINE, and answers', async () => {
    api = await startApi(copy.root, 'my_own');
    expect(await api.ask('/v1/engines/list')).toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ name: 'my_own', is_current: true })]),
    });
    const say = (content: string) =>
      api?.ask('/v1/chat/completions', {
        ...{ conversation_id: 'c1', messages: [{ role: 'user', content }] },
      });
    await say('My cat is called Minka.');
    expect(await say('What is my cat called?')).toMatchObject({
      choices: [{ message: { content: expect.stringContaining('Minka') } }],
    });
    expect(await api.ask('/v1/conversations/c1/memory')).toMatchObject({
      ...{ engine: 'my_own', messages: 4, recall: { method: 'recent' } },
    });
  });

  it('have examples that run', async () => {
    // A YYChat is an upstream as well.
    const upstream = [`OPENAI_BASE_URL=${String(api?.baseURL)}`, `OPENAI_API_KEY=${ADMIN_KEY}`];
    expect(await example(ENGINE, ...upstream)).toMatch(
      /Minka.*\(0 memories\)[^]*called\?.*\([1-9] memories\)/,
    );
    expect(await example(LIB)).toBe('Hello\ntrue undefined\n');
  });
});

/** What the program in the README of a package writes. */
async function example(folder: string, ...env: readonly string[]): Promise<string> {
  const readme = await readFile(join(copy.root, folder, 'README.md'), 'utf8');
  const program = /## Example\n\n```ts\n([^]*?)```/.exec(readme)?.[1] ?? '';
  await writeFile(join(copy.root, folder, 'example.ts'), program);
  return copy.run(folder, 'env', ...env, process.execPath, 'example.ts');
}
