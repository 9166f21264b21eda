import { join } from 'node:path';
import { formatFiles, generateFiles, readJson, type GeneratorCallback, type Tree } from '@nx/devkit';
import { addPackage, requireFreePackage } from '../workspace/add-package.ts';
import { linkPackage } from '../workspace/link-package.ts';
import { OptionError, requireKebabCase, stemOf } from '../workspace/names.ts';
import { registerEngine, requireFreeName } from './register-engine.ts';

export interface EngineOptions {
  /** In kebab-case. */
  readonly name: string;
}

/** Makes `libs/engine-NAME`, an engine that passes the kit, and registers it in the API. @throws OptionError */
export async function generateEngine(tree: Tree, { name }: EngineOptions): Promise<GeneratorCallback> {
  requireKebabCase(name);
  if (name.startsWith('engine-'))
    throw new OptionError('name', name, 'begins with "engine-", which is put in front of it: leave it out.');
  const lib = `engine-${name}`;
  requireFreePackage(tree, lib, name);
  const names = { name, engineName: name.replaceAll('-', '_'), ...stemOf(name, 'engine') };
  requireFreeName(tree, names);

  const added = addPackage(tree, {
    name: lib,
    description: `${names.engineName}: answers through an OpenAI-compatible upstream and recalls what was said last.`,
    room: 'room:engine',
    budgets: { '.': 1 },
    dependencies: { '@yychat/engine-core': versionOf(tree, 'libs/engine-core') },
    devDependencies: {
      '@yychat/engine-chat': '*',
      '@yychat/simulator': '*',
      ...versionsOfApi(tree, ['openai', 'undici']),
    },
  });
  generateFiles(tree, join(import.meta.dirname, 'files'), added.folder, {
    ...{ ...names, packageName: added.packageName },
  });
  registerEngine(tree, names, added);
  await formatFiles(tree);
  return () => linkPackage(tree.root, added.packageName, added.folder);
}

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

const versionOf = (tree: Tree, folder: string) => readJson<Manifest>(tree, `${folder}/package.json`).version;

/** Those that are installed already. */
function versionsOfApi(tree: Tree, packages: readonly string[]): Record<string, string> {
  const { dependencies } = readJson<Manifest>(tree, 'apps/api/package.json');
  return Object.fromEntries(packages.map((name) => [name, dependencies[name] as string]));
}
