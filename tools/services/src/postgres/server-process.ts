import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { childrenOf, isRunning } from './child-processes.js';
import type { Cluster } from './cluster.js';

/** Milliseconds that a server gets to start, or to end. */
const PATIENCE = 30_000;
const POLL = 10;

/** Names and values as in postgresql.conf. */
export type ServerSettings = Readonly<Record<string, string>>;

const SETTINGS: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // It would hold transactions open at any time, and what is tested is small.
  autovacuum: 'off',
  // What a test writes need not survive the machine.
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '32MB',
  max_connections: '100',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

/** One run of a server. */
export class ServerProcess {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  constructor({ folder, binaries, account }: Cluster, port: number, more: ServerSettings) {
    const settings = Object.entries({ ...SETTINGS, ...more, port: String(port) });
    const log = openSync(join(folder, 'log'), 'a');
    this.#child = spawn(
      join(binaries, 'postgres'),
      ['-D', join(folder, 'data'), ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      { ...account, cwd: '/', detached: true, stdio: ['ignore', log, log] },
    );
    closeSync(log);
    this.#ended = new Promise((resolve) => {
      this.#child.once('exit', () => resolve()).once('error', () => resolve());
    });
    if (this.#child.pid === undefined) throw new Error('The system did not start PostgreSQL.');
    this.pid = this.#child.pid;
    this.#child.unref();
  }

  /** Rejects with the end of the log where the server ends, or does not get ready. */
  async ready({ folder }: Cluster): Promise<void> {
    const state = join(folder, 'data', 'postmaster.pid');
    const deadline = performance.now() + PATIENCE;
    while (this.#running && performance.now() < deadline) {
      // The file's first line is the process id, its eighth the state of the server.
      const lines = existsSync(state) ? readFileSync(state, 'utf8').split('\n') : [];
      if (Number(lines[0]) === this.pid && lines[7]?.trim() === 'ready') return;
      await wait(POLL);
    }
    await this.kill();
    const log = readFileSync(join(folder, 'log'), 'utf8').trim().split('\n').slice(-5).join('\n');
    throw new Error(`PostgreSQL did not start:\n${log}`);
  }

  /** Ends open connections and writes everything down. */
  async stop(): Promise<void> {
    this.thaw();
    this.#signal([this.pid], 'SIGINT');
    await this.#end();
  }

  /** Ends it at once, without a goodbye to anybody. */
  async kill(): Promise<void> {
    // Or it would start others meanwhile.
    this.#signal([this.pid], 'SIGSTOP');
    const children = childrenOf(this.pid);
    this.#signal([this.pid, ...children], 'SIGKILL');
    await this.#end();
    // The next server refuses to start while one of them holds on to their common memory.
    const deadline = performance.now() + PATIENCE;
    while (children.some(isRunning) && performance.now() < deadline) await wait(POLL);
  }

  /** Stops it where it stands: connections stay open, and nothing answers. */
  freeze(): void {
    this.#signal([this.pid], 'SIGSTOP');
    this.#signal(childrenOf(this.pid), 'SIGSTOP');
  }

  thaw(): void {
    this.#signal(this.#all(), 'SIGCONT');
  }

  get #running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  #all(): number[] {
    return [this.pid, ...childrenOf(this.pid)];
  }

  #signal(pids: readonly number[], signal: NodeJS.Signals): void {
    if (!this.#running) return;
    for (const pid of pids) {
      try {
        process.kill(pid, signal);
      } catch (error) {
        // A child may have ended by itself meanwhile.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  }

  async #end(): Promise<void> {
    if (!this.#running) return;
    const patience = new AbortController();
    const late = wait(PATIENCE, undefined, { signal: patience.signal }).then(() => {
      throw new Error(`PostgreSQL (${this.pid}) did not end.`);
    });
    try {
      await Promise.race([this.#ended, late]);
    } finally {
      patience.abort();
      late.catch(() => undefined);
    }
  }
}
