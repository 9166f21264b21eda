import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LockFile } from '../src/lock-file.js';
import { mustRun } from '../src/run.js';
import { published, ROOT, type Manifest } from '../src/workspace.js';

const NX = join(ROOT, 'node_modules/.bin/nx');
const WHO = { NAME: 'Test', EMAIL: 'test@example.com' };
const env = {
  NX_DAEMON: 'false',
  NX_ISOLATE_PLUGINS: 'false',
  GIT_AUTHOR_NAME: WHO.NAME,
  GIT_AUTHOR_EMAIL: WHO.EMAIL,
  GIT_COMMITTER_NAME: WHO.NAME,
  GIT_COMMITTER_EMAIL: WHO.EMAIL,
};
const packages = published();

describe('a release', () => {
  const clone = mkdtempSync(join(tmpdir(), 'yychat-release-'));
  const at = (command: string, ...args: string[]) => mustRun(command, args, { cwd: clone, env });
  const read = (file: string): unknown => JSON.parse(readFileSync(join(clone, file), 'utf8'));

  /** The tree as it is, of which one library gets a feature. */
  beforeAll(async () => {
    await mustRun('git', ['clone', '--quiet', '--depth=1', `file://${ROOT}`, clone], { cwd: ROOT });
    for (const file of [
      'nx.json',
      'package.json',
      'package-lock.json',
      ...packages.map(({ folder }) => `${folder}/package.json`),
    ])
      cpSync(join(ROOT, file), join(clone, file));
    // One by one: what npm notes down of a tree, it would else note down in ours.
    mkdirSync(join(clone, 'node_modules'));
    for (const name of readdirSync(join(ROOT, 'node_modules')).filter(
      (entry) => entry !== '.package-lock.json',
    ))
      symlinkSync(join(ROOT, 'node_modules', name), join(clone, 'node_modules', name));
    writeFileSync(join(clone, '.git/info/exclude'), 'node_modules\n');
    await at('git', 'add', '.');
    await at('git', 'commit', '--quiet', '--allow-empty', '--no-verify', '-m', 'chore: the tree as it is');
    writeFileSync(join(clone, 'libs/engine-core/src/feature.ts'), 'export const feature = 1;\n');
    await at('git', 'add', '.');
    await at('git', 'commit', '--quiet', '--no-verify', '-m', 'feat(engine-core): something new');
  });
  afterAll(() => rmSync(clone, { recursive: true, force: true }));

  it('says before what it would do, and does nothing', async () => {
    const said = await at(NX, 'release', '0.9.0', '--dry-run', '--skip-publish', '--first-release');
    for (const { folder } of packages)
      expect(said).toContain(`New version 0.9.0 written to manifest: ${folder}/package.json`);
    expect(said).toContain('**engine-core:** something new');
    expect(await at('git', 'status', '--porcelain')).toBe('');
  });

  it('gives all packages the version that the commits ask for, and writes down why', async () => {
    await at(NX, 'release', '--skip-publish', '--first-release');
    const { version } = read('libs/engine-core/package.json') as Manifest;
    expect(version).not.toBe(packages[0]!.manifest.version);
    const { packages: lock } = read('package-lock.json') as { packages: LockFile };
    for (const { folder } of packages) {
      const manifest = read(`${folder}/package.json`) as Manifest;
      const sibling = manifest.dependencies?.['@yychat/engine-core'];
      expect([folder, manifest.version, lock[folder]?.version]).toEqual([folder, version, version]);
      expect([version, undefined]).toContain(sibling);
    }
    expect(readFileSync(join(clone, 'CHANGELOG.md'), 'utf8')).toMatch(`## ${version} `);
    expect((await at('git', 'tag', '--points-at', 'HEAD')).trim()).toBe(`v${version}`);
  });
});
