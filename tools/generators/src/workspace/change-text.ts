import type { Tree } from '@nx/devkit';

/** Changes a file that is there. */
export function changeText(tree: Tree, path: string, change: (text: string) => string): void {
  tree.write(path, change(tree.read(path, 'utf8') as string));
}
