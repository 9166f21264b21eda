import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { startRedis } from '@yychat/services';
import { ROOT } from './documents.js';

/** Milliseconds. */
const START_TIMEOUT = 30_000;

/** What of the repository commands may name. Not `node_modules`: a command that installs something must not do it there. */
const NAMED = ['apps', 'docs', 'libs', 'personalities', 'tools', '.env.example'];

/** Without it, curl ends with 0 whatever it is answered, and waits for ever. */
const CURLRC = 'fail-with-body\nmax-time = 15\n';

/** What a reader has who followed the beginning of the README: the service with its demo model; and a Redis. */
export interface StartedService {
  /** Without a path. */
  readonly url: string;
  /** Where commands are run: the repository, but with data of its own. */
  readonly folder: string;
  /** What commands may use: what the README has its readers set, and where else the service and its Redis are. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts the built service as `npm start` does, on a free port, over a Redis of its own. */
export async function startService(): Promise<StartedService> {
  const redis = await startRedis();
  const folder = mkdtempSync(join(tmpdir(), 'yychat-docs-'));
  mkdirSync(join(folder, 'home'));
  writeFileSync(join(folder, 'home/.curlrc'), CURLRC);
  for (const name of NAMED) symlinkSync(join(ROOT, name), join(folder, name));
  const PATH = withRedisCli(process.env['PATH'] ?? '', join(folder, 'home'));
  const child = spawn(process.execPath, [join(ROOT, 'apps/api/dist/main.js')], {
    cwd: folder,
    env: { PATH, PORT: '0', USE_REDIS_CACHE: 'true', REDIS_URL: redis.url, LOG_LEVEL: 'warn' },
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const url = await listening(child).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const key = readFileSync(join(folder, 'data/admin-key'), 'utf8').trim();
  const env = {
    PATH,
    HOME: join(folder, 'home'),
    URL: url,
    AUTH: `Authorization: Bearer ${key}`,
    JSON: 'Content-Type: application/json',
    YYCHAT_URL: url,
    YYCHAT_API_KEY: key,
    REDIS_URL: redis.url,
    npm_config_offline: 'true',
  };
  return { url, folder, env, stop };
}

/** Where Valkey stands for Redis, its client does so, too. @param home takes it */
function withRedisCli(path: string, home: string): string {
  const find = (name: string) =>
    path
      .split(delimiter)
      .map((folder) => join(folder, name))
      .find((file) => existsSync(file));
  const valkey = find('valkey-cli');
  if (find('redis-cli') !== undefined || valkey === undefined) return path;
  symlinkSync(valkey, join(home, 'redis-cli'));
  return [home, path].join(delimiter);
}

/** The address that it says it listens on. @throws Error when it ends, or says nothing in time */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string) => reject(new Error(`The service: ${why}:\n${said}`));
    const timer = setTimeout(() => fail('not listening in time'), START_TIMEOUT);
    child.once('exit', () => {
      clearTimeout(timer);
      fail('ended');
    });
    child.stdout?.resume();
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const url = /listens on (http:\/\/[\w.:]+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
}
