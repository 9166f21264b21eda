import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findDependency, type LockFile } from './lock-file.js';
import type { Tarball } from './pack.js';
import { mustRun } from './run.js';
import type { WorkspacePackage } from './workspace.js';

/** An empty project of somebody else. */
export interface ConsumerOptions {
  readonly folder: string;
  readonly tarballs: readonly Tarball[];
  /** Name to version of what it installs besides. */
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Makes the project and installs the tarballs from their files, all else from the registry. */
export async function installConsumer({ folder, tarballs, dependencies }: ConsumerOptions): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const manifest = {
    name: 'consumer',
    private: true,
    type: 'module',
    dependencies: {
      ...Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`])),
      ...dependencies,
    },
    // As the README of engine-mem0 says: a version that need not be compiled.
    overrides: { 'better-sqlite3': '$better-sqlite3' },
  };
  if (!dependencies['better-sqlite3']) Reflect.deleteProperty(manifest, 'overrides');
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  const args = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  await mustRun('npm', ['install', ...args], { cwd: folder, timeout: 300_000 });
}

/** Everything that the packages leave to who installs them, and what their examples use, in the versions of this workspace. */
export function versionsHere(
  lock: LockFile,
  packages: readonly WorkspacePackage[],
  inExamples: readonly WorkspacePackage[],
): Record<string, string> {
  const wanted = [
    ...packages.flatMap(({ folder, manifest }) =>
      Object.keys(manifest.peerDependencies ?? {}).map((name) => ({ folder, name })),
    ),
    ...inExamples.flatMap(({ folder, manifest }) =>
      Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).map((name) => ({
        folder,
        name,
      })),
    ),
  ].filter(({ name }) => !name.startsWith('@yychat/'));
  return Object.fromEntries(
    wanted.map(({ folder, name }) => {
      const version = lock[findDependency(lock, folder, name) ?? '']?.version;
      if (!version) throw new Error(`${name}, which ${folder} asks for, is not installed here`);
      return [name, version];
    }),
  );
}
