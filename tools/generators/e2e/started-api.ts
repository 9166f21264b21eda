import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const ADMIN_KEY = 'test-admin-key-0123456789';

/** Milliseconds. */
const PATIENCE = 60_000;

export interface StartedApi {
  /** For OpenAI clients. */
  readonly baseURL: string;
  /** Asks as the admin. @returns the body of the answer @throws Error for a status that is none of success */
  ask(path: string, body?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts the built API of a checkout on a free port, over the built-in demo, with an engine in force. @throws Error with what it wrote */
export async function startApi(root: string, engine: string): Promise<StartedApi> {
  const child = spawn(process.execPath, [join(root, 'apps/api/dist/main.js')], {
    cwd: root,
    env: {
      ...{ PORT: '0', YYCHAT_API_KEY: ADMIN_KEY, YYCHAT_DATA_DIR: join(root, 'data'), CHAT_ENGINE: engine },
      PATH: process.env['PATH'],
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const closed = once(child, 'close');
  let written = '';
  const listening = new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      written += text;
      const url = /listens on (http:\/\/\S+)/.exec(written)?.[1];
      if (url !== undefined) resolve(url);
    });
    const fail = () => reject(new Error(`The API does not listen:\n${written}`));
    child.once('exit', fail);
    setTimeout(fail, PATIENCE).unref();
  });
  const stop = async () => {
    child.kill('SIGKILL');
    await closed;
  };
  const url = await listening.catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    baseURL: `${url}/v1`,
    async ask(path, body) {
      const response = await fetch(`${url}${path}`, {
        headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      return response.json();
    },
    stop,
  };
}
