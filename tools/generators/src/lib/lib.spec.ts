import { beforeEach, describe, expect, it } from '@jest/globals';
import { readJson, type Tree } from '@nx/devkit';
import { fileOfWorkspace, filesOf, workspaceTree } from '../fixtures/workspace-tree.ts';
import { keysOf } from '../workspace/source-edits.ts';
import { generateLib } from './lib.ts';

const LINT = 'eslint.config.mjs';

let tree: Tree;
beforeEach(() => {
  tree = workspaceTree();
});

const exportsOf = (folder: string) =>
  Object.keys(readJson<{ exports: object }>(tree, `${folder}/package.json`).exports);

describe('the generator of libraries', () => {
  it('makes a port, an embedded implementation, and a kit that tests it', async () => {
    await generateLib(tree, { name: 'quotas' });
    const sources = Object.keys(filesOf(tree, 'libs/quotas/src'));
    expect(sources.sort()).toEqual([
      'errors.ts',
      'in-memory-quotas-store.spec.ts',
      'in-memory-quotas-store.ts',
      'index.ts',
      'quotas-store.ts',
      'testing/describe-quotas-store.ts',
      'testing/index.ts',
      'testing/kit-options.ts',
    ]);
    expect(exportsOf('libs/quotas')).toEqual(['.', './testing', './package.json']);
  });

  it('adds a distributed implementation where it is wanted', async () => {
    await generateLib(tree, { name: 'quotas', redis: true });
    expect(Object.keys(filesOf(tree, 'libs/quotas/src/redis')).sort()).toEqual([
      'index.ts',
      'redis-access.ts',
      'redis-quotas-store.spec.ts',
      'redis-quotas-store.ts',
    ]);
    expect(exportsOf('libs/quotas')).toEqual(['.', './redis', './testing', './package.json']);
    expect(readJson(tree, 'libs/quotas/tsconfig.lib.json')).toMatchObject({
      references: [
        { path: '../cache/tsconfig.lib.json' },
        { path: '../../tools/services/tsconfig.lib.json' },
      ],
    });
  });

  it('says nothing of Redis where there is none', async () => {
    await generateLib(tree, { name: 'quotas' });
    expect(JSON.stringify(filesOf(tree, 'libs/quotas'))).not.toMatch(/redis/i);
  });

  it('makes a room that may use no other, and that the API may use', async () => {
    const before = keysOf(fileOfWorkspace(LINT), 'rooms');
    await generateLib(tree, { name: 'quotas' });
    const source = tree.read(LINT, 'utf8') as string;
    expect(keysOf(source, 'rooms')).toEqual([...before, 'room:quotas']);
    expect(source).toMatch(/'room:quotas': \[\]/);
    expect(source).toMatch(/'room:api': \[[^\]]*'room:quotas'/);
  });

  it('does not call the store of a store twice by that name', async () => {
    await generateLib(tree, { name: 'session-store' });
    expect(tree.read('libs/session-store/src/session-store.ts', 'utf8')).toContain(
      'interface SessionStore {',
    );
  });

  it.each([
    ['Quotas', /^name: "Quotas" cannot be used/],
    ['cache', /^name: "cache" is taken: there is libs\/cache/],
    ['tools', /^name: "tools" is taken: there is tools\/generators/],
    ['engine', /^name: "engine" is taken: eslint\.config\.mjs has a room:engine/],
    ['engine-echo', /^name: "engine-echo" is that of an engine: use the generator "engine"/],
  ])('refuses the name "%s"', async (name, message) => {
    const before = tree.listChanges().length;
    await expect(generateLib(tree, { name })).rejects.toThrow(message);
    expect(tree.listChanges()).toHaveLength(before);
  });
});
