import { createHash } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');
const MAIN = join(ROOT, 'apps/api/dist/main.js');
/** Milliseconds. */
const START_TIMEOUT = 30_000;

export const ADMIN_KEY = 'test-admin-key-0123456789';
export const OPERATOR_KEY = 'test-operator-key-0123456789';
export const CLIENT_KEY = 'test-client-key-0123456789';

/** What YYCHAT_API_KEYS_FILE names: a key for each role that the admin key does not have. */
function keysFile(): string {
  const entry = (key: string, role: string) => ({
    name: role,
    role,
    sha256: createHash('sha256').update(key).digest('hex'),
  });
  return JSON.stringify({ keys: [entry(OPERATOR_KEY, 'operator'), entry(CLIENT_KEY, 'client')] });
}

/** The built service with the built dashboard, over its simulator, with data of its own. */
export interface RunningService {
  /** Without a path. */
  readonly url: string;
  /** What it wrote to its log. */
  log(): string;
  /** As when the machine fails. The data stay. */
  kill(): Promise<void>;
  /** Starts it again, at the same address, over the same data. */
  restart(): Promise<void>;
  /** Ends it, and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts it on a free port, and waits until it listens.
 * @param env settings beside those that a test needs
 */
export async function startService(env: Readonly<Record<string, string>> = {}): Promise<RunningService> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yychat-dashboard-'));
  await writeFile(join(dataDir, 'keys.json'), keysFile());
  let log = '';
  let child: ChildProcess;

  const start = async (port: string): Promise<string> => {
    child = spawn(process.execPath, [MAIN], {
      cwd: dataDir,
      env: {
        PATH: process.env['PATH'] ?? '',
        PORT: port,
        YYCHAT_API_KEY: ADMIN_KEY,
        YYCHAT_API_KEYS_FILE: 'keys.json',
        YYCHAT_DATA_DIR: dataDir,
        PERSONALITIES_DIR: join(ROOT, 'personalities'),
        ...env,
      },
    });
    return listening(child, (text) => (log += text));
  };
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  const stop = async () => {
    await kill();
    await rm(dataDir, { recursive: true, force: true });
  };

  const url = await start('0').catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const restart = async () => {
    await start(new URL(url).port);
  };
  return { url, log: () => log, kill, stop, restart };
}

/** The address that it says it listens on. @throws Error when it ends, or says nothing in time */
function listening(child: ChildProcess, onLog: (text: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string) => reject(new Error(`${why}:\n${said}`));
    const timer = setTimeout(() => fail('not listening in time'), START_TIMEOUT);
    child.once('exit', () => {
      clearTimeout(timer);
      fail('ended');
    });
    child.stdout?.resume();
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      onLog(text);
      const url = /listens on (http:\/\/[\w.:]+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
}
