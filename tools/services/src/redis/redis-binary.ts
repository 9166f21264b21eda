import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { RedisMissingError } from './redis-missing-error.js';

/** Where packages put servers that are not on every user's PATH. */
const FURTHER = ['/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin'];

/**
 * The path of `redis-server` or, where that is not installed, of `valkey-server`.
 * @throws RedisMissingError
 */
export function findRedisServer(): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...FURTHER].filter(
    (folder) => folder !== '',
  );
  const paths = ['redis-server', 'valkey-server'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  const found = paths.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new RedisMissingError(
    'No Redis server is installed: run "npm test" once, which installs it, or "apt-get install redis-server".',
  );
}
