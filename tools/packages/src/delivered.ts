import { readLockFile, runtimeClosure } from './lock-file.js';
import { published } from './workspace.js';

/** A package of somebody else that is delivered: installed with the service, built into the dashboard, or needed by a library. */
export interface DeliveredPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as the package states it. */
  readonly licence: string;
}

/** What packages say of their licence in a form of old that npm does not read. */
const STATED: Readonly<Record<string, string>> = { 'xmlhttprequest-ssl': 'MIT' };

/** Sorted by name. npm's own `--omit dev` leaves out what one workspace needs to run and another one for its tests. */
export function deliveredPackages(): DeliveredPackage[] {
  const lock = readLockFile();
  const roots = ['apps/api', 'apps/dashboard', ...published().map(({ folder }) => folder)];
  const byId = new Map<string, DeliveredPackage>();
  for (const folder of runtimeClosure(lock, roots)) {
    const [, name] = /.*node_modules\/(.+)$/.exec(folder) ?? [];
    const { version = '', license } = lock[folder] ?? {};
    if (!name) continue;
    byId.set(`${name}@${version}`, { name, version, licence: license ?? STATED[name] ?? 'UNKNOWN' });
  }
  return [...byId.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
