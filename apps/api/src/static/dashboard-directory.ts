import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the dashboard's build is in this repository, from the built service. */
const BUILT = join(import.meta.dirname, '../../../dashboard/dist');

/**
 * The directory of the built dashboard; undefined where it was not built.
 * @param setting `DASHBOARD_DIR`
 * @throws Error when one was named that holds none
 */
export function dashboardDirectory(setting: string | undefined): string | undefined {
  const directory = resolve(setting ?? BUILT);
  if (existsSync(join(directory, 'index.html'))) return directory;
  if (setting === undefined) return undefined;
  throw new Error(`DASHBOARD_DIR: there is no index.html in ${directory}.`);
}
