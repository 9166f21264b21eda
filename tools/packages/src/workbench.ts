import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tarball } from './pack.js';

/** What the set-up of a run leaves to its tests. */
export interface Workbench {
  /** Goes with the run. */
  readonly folder: string;
  readonly tarballs: readonly Tarball[];
  /** A project with all packages and all that they or their examples may need. */
  readonly full: string;
  /** A project with all packages and what npm installs with them, no optional peer. */
  readonly bare: string;
  /** Programs by line, e.g. `22`. */
  readonly nodes: Readonly<Record<string, string>>;
}

const VARIABLE = 'YYCHAT_WORKBENCH';

export const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'yychat-packages-'));

/** Workers of Jest inherit the environment, and nothing else. */
export function handOver(workbench: Workbench): void {
  const file = join(workbench.folder, 'workbench.json');
  writeFileSync(file, JSON.stringify(workbench));
  process.env[VARIABLE] = file;
}

/** @throws Error where there was no set-up */
export function openWorkbench(): Workbench {
  const file = process.env[VARIABLE];
  if (!file) throw new Error('nothing is packed: these tests need the set-up of their jest.config.mjs');
  return JSON.parse(readFileSync(file, 'utf8')) as Workbench;
}
