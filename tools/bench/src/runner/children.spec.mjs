import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Children } from './children.mjs';
import { cpuTime } from './cpu-time.mjs';
import { residentMb } from './memory.mjs';
import { freePort, listening } from './ports.mjs';
import { processTree } from './process-tree.mjs';

const LISTEN = `require('node:http').createServer().listen(Number(process.argv[1]), '127.0.0.1');`;
const STUBBORN = `process.on('SIGTERM', () => {}); setTimeout(() => {}, 60_000); ${LISTEN}`;

/** @type {string[]} */
const directories = [];
/** @type {Children[]} */
const started = [];

/**
 * @param {string} program
 * @param {number} [port] that it is to listen on
 */
async function start(program, port) {
  const directory = mkdtempSync(join(tmpdir(), 'yychat-bench-spec-'));
  directories.push(directory);
  const children = new Children(directory);
  started.push(children);
  const child = children.start({ name: 'it', args: ['-e', program, String(port)] });
  const ended = () => children.ended('it', child);
  if (port !== undefined) await listening(port, { timeoutMs: 10_000, ended });
  return { children, child, ended };
}

afterEach(async () => {
  for (const children of started.splice(0)) await children.stopAll();
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

describe('Children', () => {
  it('starts a program whose use of the machine can be read, and ends it', async () => {
    const { children, child } = await start(LISTEN, await freePort());
    expect(processTree(process.pid)).toContain(child.pid);
    expect(cpuTime([child.pid])).toBeGreaterThan(1e6);
    expect(residentMb([child.pid])).toBeGreaterThan(10);
    await children.stop(child);
    expect(() => process.kill(child.pid, 0)).toThrow('ESRCH');
  });

  it('ends one that does not want to', async () => {
    const { children, child } = await start(STUBBORN, await freePort());
    await children.stop(child);
    expect(child.signalCode).toBe('SIGKILL');
  });

  it('knows what the last words of one were that ended by itself', async () => {
    const { ended } = await start(`console.error('no luck'); process.exitCode = 3;`);
    while (ended() === undefined) await sleep(10);
    expect(ended()).toBe('it ended (code 3): no luck\n');
  });

  it('waits no longer for one that has ended', async () => {
    await expect(start(`throw new Error('no luck')`, await freePort())).rejects.toThrow('no luck');
  });
});
