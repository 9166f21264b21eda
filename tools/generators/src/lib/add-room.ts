import type { Tree } from '@nx/devkit';
import { changeText } from '../workspace/change-text.ts';
import { OptionError } from '../workspace/names.ts';
import { addElement, addProperty, keysOf } from '../workspace/source-edits.ts';

const LINT = 'eslint.config.mjs';

/** @throws OptionError when there is a room of that name: it may be that of several packages */
export function requireFreeRoom(tree: Tree, name: string): void {
  if (keysOf(tree.read(LINT, 'utf8') as string, 'rooms').includes(`room:${name}`))
    throw new OptionError('name', name, `is taken: ${LINT} has a room:${name}.`);
}

/** A room that may use no other, and that the API may use. */
export function addRoom(tree: Tree, name: string): void {
  changeText(tree, LINT, (source) => {
    const added = addProperty(source, 'rooms', `'room:${name}': []`);
    return addElement(added, 'rooms', 'room:api', `'room:${name}'`);
  });
}
