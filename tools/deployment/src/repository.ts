import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const ROOT = join(import.meta.dirname, '../../..');

/** A file of the repository, by its path from the root. */
export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The same, of YAML or JSON, with its anchors and merges resolved. @throws Error for what is neither */
export function readYaml(path: string): unknown {
  return parse(read(path), { merge: true });
}
