import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ROOT } from '../repository.js';
import type { Manifest } from './manifest.js';

export const CHART = join(ROOT, 'docker/chart');

/** What Helm wrote and how it ended. */
export function runHelm(helm: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(helm, args, { encoding: 'utf8', timeout: 30_000 });
  return { status, said: stdout + stderr, out: stdout };
}

/**
 * The objects that the chart makes of values, as `--set` takes them.
 * @throws Error with what Helm said
 */
export function render(helm: string, ...values: readonly string[]): readonly Manifest[] {
  const set = values.flatMap((value) => ['--set', value]);
  const { status, said, out } = runHelm(helm, 'template', 'chat', CHART, ...set);
  if (status !== 0) throw new Error(said);
  return parseAllDocuments(out).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS() as Manifest;
  });
}
