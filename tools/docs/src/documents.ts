import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The repository. */
export const ROOT = join(import.meta.dirname, '../../..');

/** The README of people who speak English, and that of people who speak Chinese. */
export const README = 'README.md';
export const README_ZH = 'README.zh-CN.md';

/** Whose commands are run here. Those of the libraries' own documents are run by the libraries and from their packages. */
export const guides: readonly string[] = find(['README*.md', 'docs/*.md']);

/** Whose links are followed. */
export const documents: readonly string[] = find([
  '*.md',
  'docs/**/*.md',
  '{apps,examples,libs,tools}/*/README.md',
]);

/** The text of a file, by its path from the root. */
export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function find(patterns: string[]): string[] {
  return globSync(patterns, { cwd: ROOT, exclude: ['**/node_modules/**'] }).sort();
}
