import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openWorkbench } from '../src/workbench.js';
import { ROOT, type Manifest } from '../src/workspace.js';

const { full, tarballs } = openWorkbench();

const CODE = /^(src\/.*\.ts|dist\/.*\.(js|d\.ts)(\.map)?)$/;
const OF_TESTS_ALONE = /\.spec\.|(^|\/)(fixtures|e2e|test-output)\/|\.tsbuildinfo$/;
/** Private keys, and tokens of the services that this repository may meet. */
const SECRET =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(sk-(proj-)?[A-Za-z0-9]{32,}|gh[pousr]_\w{36}|npm_\w{36}|AKIA[A-Z0-9]{16}|tvly-\w{24,})\b/;

describe.each(tarballs)('$name', ({ name, files }) => {
  const folder = join(full, 'node_modules', name);
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  const manifest = JSON.parse(read('package.json')) as Manifest;

  it('holds its manifest, a README, the licence, the code, and nothing else', () => {
    expect(files.filter((path) => !CODE.test(path)).sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    expect(files.filter((path) => OF_TESTS_ALONE.test(path))).toEqual([]);
    expect(read('LICENSE')).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
  });

  it('holds what was built of these sources: nothing is missing, nothing is left of others', () => {
    const sources = files.filter((path) => path.startsWith('src/')).map((path) => path.slice(4, -3));
    for (const ending of ['.js', '.d.ts']) {
      const built = files.filter((path) => path.startsWith('dist/') && path.endsWith(ending));
      expect(built.map((path) => path.slice(5, -ending.length)).sort()).toEqual(sources.sort());
    }
  });

  it('holds the source that every map points to', () => {
    const lost = files
      .filter((path) => path.endsWith('.map'))
      .flatMap((path) => {
        const { sources } = JSON.parse(read(path)) as { sources: string[] };
        return sources.filter((source) => !existsSync(join(folder, dirname(path), source)));
      });
    expect(lost).toEqual([]);
  });

  it('holds no secret', () => {
    expect(files.filter((path) => SECRET.test(read(path)))).toEqual([]);
  });

  it('depends on the very version of its siblings that it is published with, and on no private one', () => {
    const siblings = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies }).filter(
      ([dependency]) => dependency.startsWith('@yychat/'),
    );
    for (const [dependency, range] of siblings) {
      expect(tarballs.map((tarball) => tarball.name)).toContain(dependency);
      expect([dependency, range]).toEqual([dependency, manifest.version]);
    }
  });

  it('is published for everybody, with the proof of where it was built', () => {
    expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
    expect(manifest).toMatchObject({
      license: 'MIT',
      type: 'module',
      sideEffects: false,
      engines: { node: '>=22.13' },
    });
  });
});
