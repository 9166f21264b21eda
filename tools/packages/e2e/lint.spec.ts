import { readFile } from 'node:fs/promises';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { describe, expect, it } from '@jest/globals';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { openWorkbench } from '../src/workbench.js';

/** How CommonJS that is not Node's own `require` of ES modules, and TypeScript of old, see a package: not supported. */
const NOT_SUPPORTED = ['node10', 'node16-cjs'];

describe.each(openWorkbench().tarballs)('$name', ({ file }) => {
  it('has nothing that publint finds, suggestions included', async () => {
    const bytes = await readFile(file);
    const tarball = new Uint8Array(bytes).buffer;
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it('has types that are right wherever ES modules are', async () => {
    const checked = await checkPackage(createPackageFromTarballData(new Uint8Array(await readFile(file))));
    if (!checked.types) throw new Error('the package has no types');
    const problems = checked.problems.filter(
      (problem) => !('resolutionKind' in problem && NOT_SUPPORTED.includes(problem.resolutionKind)),
    );
    expect(problems).toEqual([]);
    expect(Object.keys(checked.entrypoints)).not.toEqual([]);
  });
});
