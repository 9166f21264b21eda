import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { run } from 'dockerfilelint';
import { read, ROOT } from './repository.js';
import { settingNames } from './settings.js';

const FILE = 'docker/Dockerfile';
const text = read(FILE);

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Manifests of all workspaces, by their folder. */
const workspaces = new Map(
  (JSON.parse(read('package.json')) as { workspaces: string[] }).workspaces
    .flatMap((pattern) => globSync(`${pattern}/package.json`, { cwd: ROOT }))
    .map((file) => [dirname(file), JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Manifest] as const),
);

/** The folders of a workspace and of all that it needs when it runs. */
function needed(name: string, found = new Set<string>()): ReadonlySet<string> {
  for (const [folder, manifest] of workspaces) {
    if (manifest.name !== name || found.has(folder)) continue;
    found.add(folder);
    for (const dependency of Object.keys(manifest.dependencies ?? {})) needed(dependency, found);
  }
  return found;
}

it('has nothing that dockerfilelint minds', () => {
  const found = run(ROOT, text)
    // It knows neither that a stage can be a base, nor that a health check can have more than one option.
    .filter(({ line }) => !/^(?:FROM base |HEALTHCHECK )/.test(lineOf(line)))
    .map(({ line, title }) => `${line}: ${title}`);
  expect(found).toEqual([]);
});

it('takes the manifests of all workspaces: npm refuses a lock file that knows more of them', () => {
  expect(text).toContain('tar -c package.json package-lock.json */*/package.json');
  const lock = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { link?: boolean; resolved?: string }>;
  };
  const linked = Object.values(lock.packages).flatMap(({ link, resolved }) =>
    link && resolved ? [resolved] : [],
  );
  expect(linked.length).toBeGreaterThan(10);
  expect(linked.filter((folder) => !workspaces.has(folder) || folder.split('/').length !== 2)).toEqual([]);
});

it('copies the build of all that the API needs when it runs', () => {
  const copied = /tar -c --exclude[^|]*?\n +(.*) \| tar -x -C \/built/.exec(text)?.[1]?.split(' ') ?? [];
  const isCopied = (folder: string) =>
    copied.includes(`${folder}/dist`) || copied.includes(`${dirname(folder)}/*/dist`);
  const folders = [...needed('@yychat/api'), ...needed('@yychat/dashboard')];
  expect(folders.map((folder) => basename(folder))).toContain('simulator');
  expect(folders.filter((folder) => !isCopied(folder))).toEqual([]);
});

it('sets settings that there are', () => {
  const set = [...text.matchAll(/^ENV (.*)$/gm)].flatMap(([, line = '']) =>
    line.split(' ').map((one) => one.split('=')[0]),
  );
  const known = ['NODE_ENV', ...settingNames()];
  expect(set.filter((name = '') => !known.includes(name))).toEqual([]);
});

it('runs on the Node that is brought along where there is none, and as nobody who may do more', () => {
  const brought = /const NODE = '(\d+)\./.exec(read('tools/setup/prepare.mjs'))?.[1];
  expect(text).toMatch(new RegExp(`^FROM node:${brought}-`, 'm'));
  const last = text.slice(text.lastIndexOf('FROM '));
  expect(last).toMatch(/^USER 1000:1000$/m);
  expect(last).toMatch(/^HEALTHCHECK /m);
  expect(last).toMatch(/^CMD \["node", "apps\/api\/dist\/main.js"\]$/m);
});

it('is built from a context without secrets, data and what a machine has built', () => {
  const ignored = read('docker/Dockerfile.dockerignore').split('\n');
  expect(ignored).toEqual(
    expect.arrayContaining(['.git', '.env', 'mcp.json', 'data', '**/node_modules', '**/dist']),
  );
});

function lineOf(number: number): string {
  return text.split('\n')[number - 1] ?? '';
}
