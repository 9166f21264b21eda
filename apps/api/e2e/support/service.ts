import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../dist/main.js');
const ROOT = join(import.meta.dirname, '../../../..');
const START_TIMEOUT = 30_000;

export const ADMIN_KEY = 'test-admin-key-0123456789';

export interface ServiceUnderTest {
  /** Without a path. */
  readonly url: string;
  /** For OpenAI clients. */
  readonly baseURL: string;
  readonly pid: number;
  readonly dataDir: string;
  /** All that it has written so far. */
  stdout(): string;
  stderr(): string;
  signal(name: NodeJS.Signals): void;
  /** Resolves with the exit code, or the signal that ended it. */
  exited(): Promise<number | NodeJS.Signals>;
  /** Ends it, if it still runs, and removes its data. */
  stop(): Promise<void>;
}

export type Environment = Readonly<Record<string, string>>;
export type Files = Readonly<Record<string, string>>;

/** A process of the built service, with a data directory of its own and nothing of the caller's environment. */
export class StartedProcess {
  readonly child: ChildProcess;
  readonly #closed: Promise<unknown>;
  out = '';
  err = '';

  constructor(env: Environment, cwd: string) {
    this.child = spawn(process.execPath, [MAIN], { cwd, env: { PATH: process.env['PATH'] ?? '', ...env } });
    // Not `exit`, after which there may be output still to come.
    this.#closed = once(this.child, 'close');
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.err += text));
  }

  async exited(): Promise<number | NodeJS.Signals> {
    const { child } = this;
    await this.#closed;
    return child.exitCode ?? (child.signalCode as NodeJS.Signals);
  }

  /** The address that it says it listens on. @throws when it ends, or says nothing in time */
  listening(): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not listening in time:\n${this.err}`)), START_TIMEOUT);
      const look = () => {
        const url = /listens on (http:\/\/\S+)/.exec(this.err)?.[1];
        if (url === undefined) return;
        clearTimeout(timer);
        resolve(url);
      };
      this.child.stderr?.on('data', look);
      this.child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`ended with ${code ?? 'a signal'}:\n${this.err}`));
      });
    });
  }
}

/** Makes a directory with these files, by path. */
export async function makeDirectory(files: Files): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'yychat-e2e-'));
  for (const [path, text] of Object.entries(files)) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return directory;
}

/**
 * Starts the built service on a free port and waits until it listens.
 * @param files what the directory holds in which it starts, by path: settings can name them as `keys.json`
 */
export async function startService(env: Environment = {}, files: Files = {}): Promise<ServiceUnderTest> {
  const dataDir = await makeDirectory(files);
  const started = new StartedProcess(
    {
      PORT: '0',
      YYCHAT_API_KEY: ADMIN_KEY,
      YYCHAT_DATA_DIR: dataDir,
      PERSONALITIES_DIR: join(ROOT, 'personalities'),
      ...env,
    },
    dataDir,
  );
  const url = await started.listening().catch(async (error: unknown) => {
    started.child.kill('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  });
  return {
    url,
    baseURL: `${url}/v1`,
    pid: started.child.pid as number,
    dataDir,
    stdout: () => started.out,
    stderr: () => started.err,
    signal: (name) => void started.child.kill(name),
    exited: () => started.exited(),
    async stop() {
      started.child.kill('SIGKILL');
      await started.exited();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
