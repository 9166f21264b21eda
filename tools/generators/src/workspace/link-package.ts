import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Makes a package of this workspace known to Node, as `npm install` would. Does nothing where there is one of that name. */
export function linkPackage(root: string, packageName: string, folder: string): void {
  const link = join(root, 'node_modules', packageName);
  if (existsSync(link)) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), join(root, folder)), link, 'junction');
}
