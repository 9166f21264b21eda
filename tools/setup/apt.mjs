// Debian's package manager, and other things that only root may do, without ever asking for a password.
import { spawnSync } from 'node:child_process';

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string }} [options]
 * @returns {string | undefined} what went wrong; undefined where nothing did
 */
export function asRoot(command, args, { cwd } = {}) {
  const [first, ...rest] = [...(process.getuid?.() === 0 ? [] : ['sudo', '-n']), command, ...args];
  const { status, stderr, error } = spawnSync(first, rest, {
    ...(cwd && { cwd }),
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status === 0) return undefined;
  return (
    (error?.message ?? stderr.trim().split('\n').slice(-5).join('\n')) || `${command} ended with ${status}`
  );
}

/** @param {readonly string[]} args */
export const aptGet = (args) => asRoot('apt-get', args);

/**
 * Installs packages; brings the lists of packages up to date where they are not found at first.
 * @param {readonly string[]} packages
 */
export function installPackages(packages) {
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  return aptGet(install) && (aptGet(['update']) ?? aptGet(install));
}
