import { beforeEach, describe, expect, it } from '@jest/globals';
import { readJson, type Tree } from '@nx/devkit';
import { fileOfWorkspace, filesOf, workspaceTree } from '../fixtures/workspace-tree.ts';
import { keysOf } from '../workspace/source-edits.ts';
import { generateEngine } from './engine.ts';

const ENGINES = 'apps/api/src/wiring/engines.ts';

let tree: Tree;
beforeEach(() => {
  tree = workspaceTree();
});

const lock = (text: string) => (JSON.parse(text) as { packages: Record<string, object> }).packages;

describe('the generator of engines', () => {
  it('makes a library as the other engines are', async () => {
    await generateEngine(tree, { name: 'echo' });
    const files = filesOf(tree, 'libs/engine-echo');
    expect(Object.keys(files).sort()).toEqual([
      'LICENSE',
      'README.md',
      'eslint.config.mjs',
      'jest.config.mjs',
      'package.json',
      'src/echo-engine.spec.ts',
      'src/echo-engine.ts',
      'src/echo-memory.spec.ts',
      'src/echo-memory.ts',
      'src/index.ts',
      'tsconfig.json',
      'tsconfig.lib.json',
      'tsconfig.spec.json',
    ]);
    expect(readJson(tree, 'libs/engine-echo/package.json')).toMatchObject({
      name: '@yychat/engine-echo',
      license: 'MIT',
      type: 'module',
      sideEffects: false,
      dependencies: { '@yychat/engine-core': expect.any(String) },
      nx: { tags: ['room:engine'] },
    });
    expect(readJson(tree, 'libs/engine-echo/tsconfig.lib.json')).toMatchObject({
      references: [
        { path: '../engine-core/tsconfig.lib.json' },
        { path: '../engine-chat/tsconfig.lib.json' },
        { path: '../../tools/simulator/tsconfig.lib.json' },
      ],
    });
    for (const text of Object.values(files)) expect(text).not.toMatch(/<%|undefined\b.*version/);
  });

  it('registers it in the API, under its name in snake case', async () => {
    const before = keysOf(fileOfWorkspace(ENGINES), 'ENGINES');
    await generateEngine(tree, { name: 'my-own-engine' });
    const source = tree.read(ENGINES, 'utf8') as string;
    expect(keysOf(source, 'ENGINES')).toEqual([...before, 'my_own_engine']);
    expect(source).toContain(
      "import { createMyOwnEngine, MyOwnMemory } from '@yychat/engine-my-own-engine';",
    );
    const { dependencies } = readJson<{ dependencies: object }>(tree, 'apps/api/package.json');
    expect(dependencies).toMatchObject({ '@yychat/engine-my-own-engine': '*' });
    expect(Object.keys(dependencies)).toEqual(Object.keys(dependencies).sort());
    expect(readJson(tree, 'apps/api/tsconfig.lib.json')).toMatchObject({
      references: expect.arrayContaining([
        { path: '../../libs/engine-my-own-engine/tsconfig.lib.json' },
      ]) as unknown,
    });
    expect(readJson(tree, 'tsconfig.json')).toMatchObject({
      references: expect.arrayContaining([{ path: './libs/engine-my-own-engine' }]) as unknown,
    });
  });

  it('enters it into the lock as npm would, and changes nothing else there', async () => {
    const before = fileOfWorkspace('package-lock.json');
    await generateEngine(tree, { name: 'echo' });
    const after = tree.read('package-lock.json', 'utf8') as string;
    const { 'libs/engine-echo': library, 'node_modules/@yychat/engine-echo': link, ...others } = lock(after);
    expect(library).toMatchObject({
      name: '@yychat/engine-echo',
      devDependencies: { openai: expect.any(String) },
    });
    expect(link).toEqual({ resolved: 'libs/engine-echo', link: true });
    expect(others['apps/api']).toMatchObject({ dependencies: { '@yychat/engine-echo': '*' } });
    const left = { ...others, 'apps/api': lock(before)['apps/api'] };
    expect(JSON.stringify(left)).toBe(JSON.stringify(lock(before)));
  });

  it('has it released and weighed with the other packages', async () => {
    await generateEngine(tree, { name: 'echo' });
    const { release } = readJson<{ release: { projects: string[] } }>(tree, 'nx.json');
    expect(release.projects.slice(-2)).toEqual(['@yychat/simulator', '@yychat/engine-echo']);
    const budgets = keysOf(tree.read('tools/packages/src/budgets.ts', 'utf8') as string, 'BUDGETS');
    expect(budgets).toContain('@yychat/engine-echo');
  });

  it.each([
    ['Echo', /^name: "Echo" cannot be used: small letters/],
    ['my_engine', /^name: "my_engine" cannot be used/],
    ['9lives', /^name: "9lives" cannot be used/],
    ['a--b', /^name: "a--b" cannot be used/],
    ['../../tmp', /^name: .* cannot be used/],
    ['', /^name: "" cannot be used/],
    ['x'.repeat(41), /^name: .* 40 characters at most/],
    ['engine-echo', /^name: "engine-echo" begins with "engine-".*leave it out/],
    ['core', /^name: "core" is taken: there is libs\/engine-core/],
    ['mem0', /^name: "mem0" is taken: there is libs\/engine-mem0/],
    ['chat-engine', /^name: "chat-engine" is taken: the API has an engine chat_engine/],
    ['mem0-proxy', /^name: "mem0-proxy" is taken: the API has an engine mem0_proxy/],
    ['mem0-engine', /^name: "mem0-engine" is taken: .*engines\.ts has a createMem0Engine/],
  ])('refuses the name "%s"', async (name, message) => {
    const before = tree.listChanges().length;
    await expect(generateEngine(tree, { name })).rejects.toThrow(message);
    expect(tree.listChanges()).toHaveLength(before);
  });

  it('refuses a folder that is there, whatever is in it', async () => {
    tree.write('libs/engine-echo/notes.txt', 'mine');
    await expect(generateEngine(tree, { name: 'echo' })).rejects.toThrow(
      'name: "echo" is taken: there is libs/engine-echo.',
    );
  });
});
