import { readJson, type Tree } from '@nx/devkit';

const LOCK = 'package-lock.json';

type Manifest = Readonly<Record<string, unknown>>;
type Packages = Record<string, Manifest | undefined>;
interface Lock {
  readonly packages: Packages;
}

/** The folder of a package of this workspace, e.g. `libs/cache`; undefined where there is none of that name. */
export function folderOf(tree: Tree, packageName: string): string | undefined {
  const { packages } = readJson<Lock>(tree, LOCK);
  const { link, resolved } = packages[`node_modules/${packageName}`] ?? {};
  return link === true ? (resolved as string) : undefined;
}

/** Enters the manifest of a package of this workspace as npm would, all of whose dependencies are in the lock already. */
export function lockPackage(tree: Tree, folder: string): void {
  const lock = readJson<Lock>(tree, LOCK);
  const { name, version, license, dependencies, devDependencies, engines } = readJson<Manifest>(
    tree,
    `${folder}/package.json`,
  );
  lock.packages[folder] = { name, version, license, dependencies, devDependencies, engines };
  lock.packages[`node_modules/${String(name)}`] = { resolved: folder, link: true };
  write(tree, { ...lock, packages: sorted(lock.packages) });
}

/** Takes over the dependencies of a manifest that has another one of this workspace now. */
export function lockDependencies(tree: Tree, folder: string): void {
  const lock = readJson<Lock>(tree, LOCK);
  const { dependencies } = readJson<Manifest>(tree, `${folder}/package.json`);
  lock.packages[folder] = { ...lock.packages[folder], dependencies };
  write(tree, lock);
}

/** As npm sorts. */
const sorted = (packages: Packages): Packages =>
  Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')));

/** As npm writes: Prettier leaves locks alone. */
const write = (tree: Tree, lock: Lock) => tree.write(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
