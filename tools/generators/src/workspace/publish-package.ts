import type { Tree } from '@nx/devkit';
import { changeText } from './change-text.ts';
import { addJsonElement, addProperty } from './source-edits.ts';

/**
 * Has a package released with the others, and its entry points weighed.
 * @param budgets the most that an entry point may weigh, in kB, e.g. of `.` and `./testing`
 */
export function publishPackage(
  tree: Tree,
  packageName: string,
  budgets: Readonly<Record<string, number>>,
): void {
  changeText(tree, 'nx.json', (text) => addJsonElement(text, ['release', 'projects'], packageName));
  for (const [path, budget] of Object.entries(budgets)) {
    const entry = `'${packageName}${path.slice(1)}': ${budget}`;
    changeText(tree, 'tools/packages/src/budgets.ts', (text) => addProperty(text, 'BUDGETS', entry));
  }
}
