import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PEERS } from '../src/peers.js';
import { readmeExample } from '../src/readme-example.js';
import { run } from '../src/run.js';
import { openWorkbench } from '../src/workbench.js';
import { published, specifiers, ROOT } from '../src/workspace.js';

const { bare, full } = openWorkbench();
const packages = published();
const all = packages.flatMap(({ manifest }) => specifiers(manifest));

const MODULES = { nodenext: 'nodenext', bundler: 'esnext' } as const;
type Resolution = keyof typeof MODULES;
const RESOLUTIONS = Object.keys(MODULES) as Resolution[];

/** A consumer's program in `types/NAME.ts` of its project. */
function write(project: string, name: string, code: string): void {
  mkdirSync(join(project, 'types'), { recursive: true });
  writeFileSync(join(project, 'types', `${name}.ts`), code);
}

const reexport = (wanted: readonly string[]) =>
  wanted.map((specifier, at) => `export * as m${at} from '${specifier}';\n`).join('');

/** What the compiler says of all programs in `types`, line by line. */
async function complaints(project: string, resolution: Resolution): Promise<string[]> {
  const config = join(project, `tsconfig.${resolution}.json`);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    target: 'es2022',
    lib: ['es2024'],
    types: ['node'],
    module: MODULES[resolution],
    moduleResolution: resolution,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
  };
  writeFileSync(config, JSON.stringify({ compilerOptions, include: ['types'] }));
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { code, stdout } = await run(process.execPath, [compiler, '-p', config, '--pretty', 'false'], {
    cwd: project,
    timeout: 120_000,
  });
  const lines = stdout.split('\n').filter((line) => line !== '');
  if (code !== 0 && lines.length === 0) throw new Error('the compiler ended without saying why');
  return lines;
}

write(full, 'all', reexport(all));
for (const { name } of packages) {
  const readme = readFileSync(join(full, 'node_modules', name, 'README.md'), 'utf8');
  try {
    write(full, `example-of-${name.replace('@yychat/', '')}`, readmeExample(readme));
  } catch {
    // That it is missing is what another test says.
  }
}

describe.each(RESOLUTIONS)('under moduleResolution %s, strict, skipLibCheck false', (resolution) => {
  const checked = complaints(full, resolution);
  const isOfExample = (line: string, name = '') => line.startsWith(`types/example-of-${name}`);

  it('the types of all entry points hold, and those that they are made of', async () => {
    expect((await checked).filter((line) => !isOfExample(line))).toEqual([]);
  });

  it.each(packages)(
    'the example of $name holds',
    async ({ name }) => {
      const own = `${name.replace('@yychat/', '')}.ts`;
      expect((await checked).filter((line) => isOfExample(line, own))).toEqual([]);
    },
    120_000,
  );
});

it('without optional peers, the types of all entry points hold but of those that are for one', async () => {
  write(bare, 'all', reexport(all.filter((specifier) => !PEERS[specifier])));
  expect(await complaints(bare, 'nodenext')).toEqual([]);
});
