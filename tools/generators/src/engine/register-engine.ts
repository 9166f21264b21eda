import { updateJson, type Tree } from '@nx/devkit';
import type { AddedPackage } from '../workspace/add-package.ts';
import { changeText } from '../workspace/change-text.ts';
import { lockDependencies } from '../workspace/lock-file.ts';
import { OptionError } from '../workspace/names.ts';
import { addImport, addJsonElement, addProperty, keysOf } from '../workspace/source-edits.ts';

const API = 'apps/api';
const ENGINES = `${API}/src/wiring/engines.ts`;

export interface EngineNames {
  /** As it was given. */
  readonly name: string;
  /** As it is registered. */
  readonly engineName: string;
  readonly className: string;
}

/** @throws OptionError when the API has an engine of that name, or one that is made by a function of that name */
export function requireFreeName(tree: Tree, { name, engineName, className }: EngineNames): void {
  const source = tree.read(ENGINES, 'utf8') as string;
  if (keysOf(source, 'ENGINES').includes(engineName))
    throw new OptionError('name', name, `is taken: the API has an engine ${engineName}.`);
  for (const identifier of [`create${className}Engine`, `${className}Memory`]) {
    if (new RegExp(`\\b${identifier}\\b`).test(source))
      throw new OptionError('name', name, `is taken: ${ENGINES} has a ${identifier}.`);
  }
}

/** Makes the API depend on the engine, and lists it among its engines. */
export function registerEngine(tree: Tree, names: EngineNames, { packageName, folder }: AddedPackage): void {
  updateJson(tree, `${API}/package.json`, (manifest: { dependencies: Record<string, string> }) => ({
    ...manifest,
    dependencies: sorted({ ...manifest.dependencies, [packageName]: '*' }),
  }));
  lockDependencies(tree, API);
  changeText(tree, `${API}/tsconfig.lib.json`, (text) =>
    addJsonElement(text, ['references'], { path: `../../${folder}/tsconfig.lib.json` }),
  );
  const { engineName, className } = names;
  const make = `({ parts, remembered: { log }, version }) =>
    create${className}Engine({ ...parts, log, memory: new ${className}Memory(log) }, version)`;
  changeText(tree, ENGINES, (source) => {
    const listed = addProperty(source, 'ENGINES', `${engineName}: ${make}`);
    return addImport(listed, `create${className}Engine, ${className}Memory`, packageName);
  });
}

const sorted = (versions: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1)));
