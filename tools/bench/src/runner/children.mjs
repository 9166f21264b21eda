import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds from the polite signal to the other one. */
const PATIENCE = 3_000;
/** Characters of a child's error output that are shown. */
const SHOWN = 2_000;

/**
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 * @typedef {ChildProcess & { readonly pid: number }} Child
 */

/**
 * @typedef {object} ChildOptions
 * @property {string} name for messages, and for the file that takes its error output
 * @property {readonly string[]} args of `node`
 * @property {Readonly<Record<string, string>>} [env] all that it gets, but for PATH
 * @property {string} [cwd]
 * @property {boolean} [talks] it has a channel to us; it is to end when the channel closes
 */

/** The processes that we started. None of them outlives us, unless we are ended by SIGKILL. */
export class Children {
  /** @type {Set<Child>} */
  #running = new Set();
  #directory;

  /** @param {string} directory takes the error output of the children */
  constructor(directory) {
    this.#directory = directory;
    process.once('exit', () => {
      for (const child of this.#running) child.kill('SIGKILL');
    });
    for (const [signal, code] of /** @type {const} */ ([
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ])) {
      process.once(signal, () => process.exit(code));
    }
  }

  /**
   * Starts a program on the Node that we run on. What it writes to standard output is thrown away.
   * @param {ChildOptions} options
   * @returns {Child}
   */
  start({ name, args, env = {}, cwd = this.#directory, talks = false }) {
    const errors = openSync(this.#errorFile(name), 'w');
    const child = spawn(process.execPath, args, {
      cwd,
      env: { PATH: process.env['PATH'], ...env },
      stdio: talks ? ['ignore', 'ignore', errors, 'ipc'] : ['ignore', 'ignore', errors],
      serialization: 'advanced', // JSON has no NaN.
    });
    closeSync(errors);
    if (!isRunning(child)) throw new Error(`${name} cannot be started`);
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    return child;
  }

  /**
   * Why a child is not there any more, if it is not.
   * @param {string} name
   * @param {Child} child
   */
  ended(name, child) {
    if (this.#running.has(child)) return undefined;
    const how = child.signalCode ?? `code ${child.exitCode}`;
    return `${name} ended (${how}): ${readFileSync(this.#errorFile(name), 'utf8').slice(-SHOWN)}`;
  }

  /** @param {Child} child */
  async stop(child) {
    if (!this.#running.has(child)) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(PATIENCE, undefined, { ref: false })]);
    child.kill('SIGKILL');
    await ended;
  }

  async stopAll() {
    await Promise.all([...this.#running].map((child) => this.stop(child)));
  }

  /** @param {string} name */
  #errorFile(name) {
    return join(this.#directory, `${name}.stderr`);
  }
}

/**
 * @param {ChildProcess} child
 * @returns {child is Child}
 */
function isRunning(child) {
  return child.pid !== undefined;
}
