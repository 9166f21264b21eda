import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../src/repository.js';

const KEY = 'deployment-test-key-0123456789';
const START_TIMEOUT = 30_000;

export interface RunningService {
  /** What it answers to an admin. */
  ask(path: string, body?: object): Promise<Response>;
  stop(): Promise<void>;
}

/** The built service with the demo in the place of a model, on a free port, started as the image does. */
export async function startService(env: Readonly<Record<string, string>>): Promise<RunningService> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yychat-deployment-'));
  const child = spawn(process.execPath, [join(ROOT, 'apps/api/dist/main.js')], {
    cwd: dataDir,
    env: {
      ...{ NODE_ENV: 'production', PORT: '0', YYCHAT_API_KEY: KEY, YYCHAT_DATA_DIR: dataDir },
      ...{ PERSONALITIES_DIR: join(ROOT, 'personalities'), ...env },
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'close');
  let said = '';
  const listening = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not listening in time:\n${said}`)), START_TIMEOUT);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const url = /listens on (http:\/\/\S+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new Error(`ended:\n${said}`));
    });
  });
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  const url = await listening.catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  return {
    ask: (path, body) =>
      fetch(`${url}${path}`, { headers, ...(body && { method: 'POST', body: JSON.stringify(body) }) }),
    stop,
  };
}
