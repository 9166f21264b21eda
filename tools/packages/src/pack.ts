import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './run.js';
import { ROOT, type WorkspacePackage } from './workspace.js';

export interface Tarball {
  readonly name: string;
  readonly file: string;
  /** Paths within the package. */
  readonly files: readonly string[];
}

interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Packs as `npm publish` would. */
export async function pack(
  packages: readonly WorkspacePackage[],
  destination: string,
): Promise<readonly Tarball[]> {
  mkdirSync(destination, { recursive: true });
  const chosen = packages.flatMap(({ name }) => ['-w', name]);
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination, ...chosen];
  const packed = JSON.parse(await mustRun('npm', args, { cwd: ROOT })) as readonly Packed[];
  return packed.map(({ name, filename, files }) => ({
    name,
    file: join(destination, filename),
    files: files.map(({ path }) => path),
  }));
}
