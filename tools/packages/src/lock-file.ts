import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './workspace.js';

/** What is read of an entry of package-lock.json. */
export interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  /** Of a link to a workspace: where it is. */
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** By folder, e.g. `libs/cache` or `node_modules/openai`. */
export type LockFile = Readonly<Record<string, LockEntry>>;

export function readLockFile(): LockFile {
  return (
    JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { readonly packages: LockFile }
  ).packages;
}

/** The folder that Node finds a dependency of a folder's code in, or undefined where it is not installed. */
export function findDependency(lock: LockFile, folder: string, name: string): string | undefined {
  for (let from = folder; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/')))) {
    if (!from.endsWith('node_modules')) {
      const found = `${from}${from ? '/' : ''}node_modules/${name}`;
      const entry = lock[found];
      if (entry) return entry.link ? entry.resolved : found;
    }
    if (!from) return undefined;
  }
}

/** All folders that the given ones need when they run, themselves included. */
export function runtimeClosure(lock: LockFile, folders: readonly string[]): string[] {
  const seen = new Set<string>();
  const visit = (folder: string): void => {
    if (seen.has(folder)) return;
    seen.add(folder);
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = lock[folder] ?? {};
    const peers = Object.keys(peerDependencies ?? {}).filter(
      (name) => !peerDependenciesMeta?.[name]?.optional,
    );
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies }).concat(peers)) {
      const found = findDependency(lock, folder, name);
      if (found) visit(found);
    }
  };
  folders.forEach(visit);
  return [...seen].sort();
}
