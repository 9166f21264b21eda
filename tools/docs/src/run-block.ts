import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './documents.js';
import type { FencedBlock } from './fenced-blocks.js';
import type { StartedService } from './started-service.js';

/** Milliseconds that a block may take. */
const PATIENCE = 20_000;

/** Where the documents say that the service is. */
const ADDRESS = /http:\/\/127\.0\.0\.1:8000/g;

export interface BlockResult {
  /** Of the last command, or of the first that failed; `null` where it had to be ended. */
  readonly code: number | null;
  /** All that was written. */
  readonly output: string;
}

/** Runs a block of shell commands or of TypeScript as somebody would who copies it. */
export async function runBlock(
  { language, code }: FencedBlock,
  { url, folder, env }: StartedService,
): Promise<BlockResult> {
  const text = code.replace(ADDRESS, url);
  const [command, args] =
    language === 'ts' ? [process.execPath, programOf(text)] : ['bash', ['-euo', 'pipefail', '-c', text]];
  const child = spawn(command, args, {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => (output += more));
  const timer = setTimeout(() => end(child), PATIENCE);
  // What it has left in the background ends with it.
  child.once('exit', () => end(child));
  await once(child, 'close');
  clearTimeout(timer);
  return { code: child.exitCode, output };
}

/** With all that it has started. */
function end({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}

/** In this package, where programs find the SDK. */
function programOf(text: string): string[] {
  const folder = join(ROOT, 'tools/docs/test-output');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'program.mts');
  writeFileSync(file, text);
  return ['--disable-warning=ExperimentalWarning', '--experimental-strip-types', file];
}
