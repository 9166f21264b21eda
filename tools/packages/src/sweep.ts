import { existsSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, type WorkspacePackage } from './workspace.js';

/** Takes out of `dist` what earlier builds made of sources that are gone since: the compiler leaves it there. */
export function sweep({ folder }: WorkspacePackage): void {
  const dist = join(ROOT, folder, 'dist');
  for (const file of globSync('**/*.{js,d.ts,map}', { cwd: dist })) {
    const source = file.replace(/(\.js|\.d\.ts)(\.map)?$/, '.ts');
    if (!existsSync(join(ROOT, folder, 'src', source))) rmSync(join(dist, file));
  }
}
