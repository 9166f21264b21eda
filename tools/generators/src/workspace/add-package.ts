import { join, posix } from 'node:path';
import { generateFiles, readJson, writeJson, type Tree } from '@nx/devkit';
import { changeText } from './change-text.ts';
import { folderOf, lockPackage } from './lock-file.ts';
import { OptionError } from './names.ts';
import { publishPackage } from './publish-package.ts';
import { addJsonElement } from './source-edits.ts';

/** What is alike in all libraries is as this one has it. */
const MODEL = 'libs/protocol';

type Versions = Readonly<Record<string, string>>;

export interface NewPackage {
  /** After the scope, and below `libs`. */
  readonly name: string;
  readonly description: string;
  readonly room: string;
  /** Its entry points, e.g. `.` and `./testing`, with the most that each may weigh, in kB. */
  readonly budgets: Readonly<Record<string, number>>;
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
}

export interface AddedPackage {
  readonly packageName: string;
  readonly folder: string;
}

/**
 * @param given for the name of the package
 * @throws OptionError when there is a package or a folder of that name
 */
export function requireFreePackage(tree: Tree, name: string, given: string): void {
  const { packageName, folder } = placeOf(name);
  const taken = folderOf(tree, packageName) ?? (tree.exists(folder) ? folder : undefined);
  if (taken !== undefined) throw new OptionError('name', given, `is taken: there is ${taken}.`);
}

/** Writes the manifest of a library and what else is alike in all, and enters it wherever the workspace lists its packages. */
export function addPackage(tree: Tree, added: NewPackage): AddedPackage {
  const { name, dependencies, devDependencies } = added;
  const { packageName, folder } = placeOf(name);
  writeJson(tree, `${folder}/package.json`, manifestOf(tree, packageName, added));
  tree.write(`${folder}/LICENSE`, tree.read(`${MODEL}/LICENSE`) as Buffer);
  const references = Object.keys({ ...dependencies, ...devDependencies })
    .map((dependency) => folderOf(tree, dependency))
    .filter((path) => path !== undefined)
    .map((path) => `${posix.relative(folder, path)}/tsconfig.lib.json`);
  generateFiles(tree, join(import.meta.dirname, 'files'), folder, { name, references });
  changeText(tree, 'tsconfig.json', (text) => addJsonElement(text, ['references'], { path: `./${folder}` }));
  lockPackage(tree, folder);
  publishPackage(tree, packageName, added.budgets);
  return { packageName, folder };
}

const placeOf = (name: string): AddedPackage => ({ packageName: `@yychat/${name}`, folder: `libs/${name}` });

function manifestOf(tree: Tree, packageName: string, added: NewPackage): object {
  const { name, description, room, budgets, dependencies, devDependencies } = added;
  const { version, license, type, sideEffects, files, engines, publishConfig } = readJson<
    Record<string, unknown>
  >(tree, `${MODEL}/package.json`);
  return {
    ...{ name: packageName, version, description, keywords: [name, 'yychat'] },
    ...{ license, type, sideEffects, files },
    exports: {
      ...Object.fromEntries(Object.keys(budgets).map((path) => [path, entry(posix.join(path, 'index'))])),
      './package.json': './package.json',
    },
    ...{ engines, publishConfig },
    ...(isAny(dependencies) && { dependencies }),
    ...(isAny(devDependencies) && { devDependencies }),
    nx: { tags: [room] },
  };
}

const isAny = (versions: Versions) => Object.keys(versions).length > 0;

const entry = (path: string) => ({
  '@yychat/source': `./src/${path}.ts`,
  types: `./dist/${path}.d.ts`,
  import: `./dist/${path}.js`,
  default: `./dist/${path}.js`,
});
