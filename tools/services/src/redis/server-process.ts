import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { askRedis } from './ask-redis.js';

/** Milliseconds that a server gets to start. */
const PATIENCE = 10_000;
const POLL = 10;

/** One run of a server. */
export class ServerProcess {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #folder: string;
  readonly #port: number;

  /** @param folder takes its log and its process id */
  constructor(binary: string, folder: string, port: number, args: readonly string[]) {
    this.#folder = folder;
    this.#port = port;
    const log = openSync(join(folder, 'log'), 'a');
    this.#child = spawn(binary, args, { cwd: folder, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#ended = once(this.#child, 'exit').catch(() => undefined);
    if (this.#child.pid === undefined) throw new Error('The system did not start Redis.');
    this.pid = this.#child.pid;
    writeFileSync(join(folder, 'pid'), String(this.pid));
    this.#child.unref();
  }

  /** Rejects with the end of the log where the server ends, or does not get ready. */
  async ready(): Promise<void> {
    const deadline = performance.now() + PATIENCE;
    while (this.#running && performance.now() < deadline) {
      if (await this.#answers()) return;
      await wait(POLL);
    }
    await this.kill();
    const log = readFileSync(join(this.#folder, 'log'), 'utf8').trim().split('\n').slice(-5).join('\n');
    throw new Error(`Redis did not start:\n${log}`);
  }

  /** Ends it at once, without a goodbye to anybody. */
  async kill(): Promise<void> {
    // Held meanwhile: a process that waits for nothing else would end before it has heard.
    this.#child.ref();
    // Who waits for the end is kept alive until then.
    this.#child.ref();
    this.#signal('SIGKILL');
    await this.#ended;
  }

  /** Stops it where it stands: connections stay open, and nothing answers. */
  freeze(): void {
    this.#signal('SIGSTOP');
  }

  thaw(): void {
    this.#signal('SIGCONT');
  }

  get #running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#running) process.kill(this.pid, signal);
  }

  /** A server that asks for a password answers too; one that still loads its data does not count. */
  async #answers(): Promise<boolean> {
    try {
      return !(await askRedis(this.#port, 'PING')).startsWith('-LOADING');
    } catch {
      return false;
    }
  }
}
