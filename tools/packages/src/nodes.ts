import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './run.js';
import { ROOT } from './workspace.js';

/** The versions of Node that the packages have to work on: one of each line that is maintained. */
export const NODE_VERSIONS = ['22.23.1', '24.21.0', '26.10.0'] as const;

/** The lines of these versions, e.g. `22`. */
export const NODE_LINES = NODE_VERSIONS.map((version) => version.slice(0, 2));

const binaryPackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

async function provide(version: string): Promise<string> {
  if (process.versions.node === version) return process.execPath;
  const folder = join(ROOT, '.cache/nodes', version);
  const binary = join(folder, 'node_modules', binaryPackage, 'bin/node');
  if (!existsSync(binary)) {
    const quiet = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];
    const args = ['install', '--prefix', folder, ...quiet, `${binaryPackage}@${version}`];
    await mustRun('npm', args, { cwd: ROOT, timeout: 300_000 });
  }
  return binary;
}

/** Brings the versions that are not here yet into `.cache/nodes`, some 200 MB each. Gives the programs by line. */
export async function provideNodes(): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const [at, version] of NODE_VERSIONS.entries()) found[NODE_LINES[at] ?? ''] = await provide(version);
  return found;
}
