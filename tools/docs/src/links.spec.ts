import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { documents, ROOT } from './documents.js';

/** Links out of the repository are not followed. */
const PLUGIN = 'remark-validate-links=repository:false';

it('every link within the repository leads somewhere', async () => {
  // The package exports nothing that could be resolved.
  const cli = join(ROOT, 'node_modules/remark-cli/cli.js');
  const args = [
    cli,
    '--frail',
    '--quiet',
    '--no-color',
    '--no-config',
    '--no-ignore',
    '--use',
    PLUGIN,
    ...documents,
  ];
  // What leads nowhere, by file and line. Where there is something, the program fails.
  const { stderr } = await promisify(execFile)(process.execPath, args, { cwd: ROOT }).catch(
    (error: unknown) => error as { readonly stderr: string },
  );
  expect(stderr).toBe('');
});
