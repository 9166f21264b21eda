import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import bundle from '@size-limit/esbuild';
import compress from '@size-limit/file';
import sizeLimit from 'size-limit';
import { BUDGETS } from '../src/budgets.js';
import { openWorkbench } from '../src/workbench.js';
import { published, specifiers, type Manifest } from '../src/workspace.js';

const { full } = openWorkbench();

/** Bytes of an entry point as a consumer's bundler would add it. */
async function weigh(folder: string, file: string, external: readonly string[]): Promise<number> {
  const check = {
    files: [join(folder, file)],
    ignore: external.flatMap((name) => [name, `${name}/*`]),
    modifyEsbuildConfig: (config: object) => ({
      ...config,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
    }),
  };
  const [result] = (await sizeLimit([...bundle, ...compress], { checks: [check] })) as [{ size: number }];
  return result.size;
}

describe.each(published())('$name', ({ name }) => {
  const folder = join(full, 'node_modules', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const siblings = Object.keys(manifest.dependencies ?? {}).filter((other) => other.startsWith('@yychat/'));
  const external = [...Object.keys(manifest.peerDependencies ?? {}), ...siblings];

  it.each(specifiers(manifest))('%s keeps to its budget', async (specifier) => {
    const target = manifest.exports![`.${specifier.slice(name.length)}`] as Record<string, string>;
    const bytes = await weigh(folder, target['default']!, external);
    expect({ specifier, budget: BUDGETS[specifier] }).toEqual({ specifier, budget: expect.any(Number) });
    expect(bytes / 1000).toBeLessThanOrEqual(BUDGETS[specifier]!);
    expect(bytes).toBeGreaterThan(0);
  });
});

it('no budget is left of an entry point that is gone', () => {
  const all = published().flatMap(({ manifest }) => specifiers(manifest));
  expect(Object.keys(BUDGETS).filter((specifier) => !all.includes(specifier))).toEqual([]);
});
