import { join } from 'node:path';
import { formatFiles, generateFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { addPackage, requireFreePackage } from '../workspace/add-package.ts';
import { linkPackage } from '../workspace/link-package.ts';
import { OptionError, requireKebabCase, stemOf } from '../workspace/names.ts';
import { addRoom, requireFreeRoom } from './add-room.ts';

export interface LibOptions {
  /** In kebab-case. */
  readonly name: string;
  /** Whether there is `./redis`; default: no. */
  readonly redis?: boolean;
}

/** Makes `libs/NAME`: a port, an embedded implementation, a distributed one if wanted, and a kit that tests each. @throws OptionError */
export async function generateLib(
  tree: Tree,
  { name, redis = false }: LibOptions,
): Promise<GeneratorCallback> {
  requireKebabCase(name);
  if (name.startsWith('engine-'))
    throw new OptionError('name', name, 'is that of an engine: use the generator "engine".');
  requireFreePackage(tree, name, name);
  requireFreeRoom(tree, name);

  const added = addPackage(tree, {
    name,
    description: `Keeps texts by their keys${redis ? ', in memory or in Redis' : ', in memory'}.`,
    room: `room:${name}`,
    budgets: { '.': 1, ...(redis && { './redis': 1 }), './testing': 1.5 },
    dependencies: {},
    devDependencies: redis ? { '@yychat/cache': '*', '@yychat/services': '*' } : {},
  });
  const { fileName, className } = stemOf(name, 'store');
  const substitutions = {
    ...{ fileName, className, redis, packageName: added.packageName },
    code: fileName.replaceAll('-', '_'),
  };
  generateFiles(tree, join(import.meta.dirname, 'files'), added.folder, substitutions);
  if (redis) generateFiles(tree, join(import.meta.dirname, 'files-redis'), added.folder, substitutions);
  addRoom(tree, name);
  await formatFiles(tree);
  return () => linkPackage(tree.root, added.packageName, added.folder);
}
