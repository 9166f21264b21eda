import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The root of the repository, from `src` as from `dist`. */
export const ROOT = resolve(import.meta.dirname, '../../..');

/** What is read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly publishConfig?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

export interface WorkspacePackage {
  readonly name: string;
  /** Relative to the root, e.g. `libs/cache`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

function readPackages(pattern: string): WorkspacePackage[] {
  return globSync(pattern, { cwd: ROOT })
    .sort()
    .map((file) => {
      const manifest = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Manifest;
      return { name: manifest.name, folder: dirname(file), manifest };
    });
}

/** The packages that are published: all that are not private. */
export const published = (): WorkspacePackage[] =>
  readPackages('{libs,tools}/*/package.json').filter(({ manifest }) => !manifest.private);

export const examples = (): WorkspacePackage[] => readPackages('examples/*/package.json');

/** What a package can be imported as, e.g. `@yychat/cache` and `@yychat/cache/redis`. */
export function specifiers({ name, exports = {} }: Manifest): string[] {
  return Object.keys(exports)
    .filter((path) => path !== './package.json')
    .map((path) => name + path.slice(1));
}
