import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIRECTORY = fileURLToPath(new URL('../../../../../.cache/portkey', import.meta.url));
const GATEWAY = '@portkey-ai/gateway';
/** The versions of its own lock file: with a newer node-server every streamed answer is an error. */
const VERSIONS = { [GATEWAY]: '1.15.2', hono: '4.9.7', '@hono/node-server': '1.13.5' };
const INSTALL_LIMIT = 180_000;

/**
 * Installs Portkey's gateway from npm, once, beside the workspace and not into it. Returns its directory.
 * @throws Error when npm cannot do it
 */
export function installPortkey() {
  if (!isInstalled()) {
    const { [GATEWAY]: gateway, ...overrides } = VERSIONS;
    mkdirSync(DIRECTORY, { recursive: true });
    writeFileSync(
      join(DIRECTORY, 'package.json'),
      `${JSON.stringify({ private: true, dependencies: { [GATEWAY]: gateway }, overrides }, null, 2)}\n`,
    );
    // What `npm run` leaves in the environment would point npm at our own workspace.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
    const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts'];
    execFileSync('npm', args, {
      cwd: DIRECTORY,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: INSTALL_LIMIT,
    });
    if (!isInstalled()) throw new Error(`npm did not install the expected versions in ${DIRECTORY}`);
  }
  return join(DIRECTORY, 'node_modules', GATEWAY);
}

function isInstalled() {
  return Object.entries(VERSIONS).every(([name, version]) => {
    try {
      const file = join(DIRECTORY, 'node_modules', name, 'package.json');
      return JSON.parse(readFileSync(file, 'utf8')).version === version;
    } catch {
      return false;
    }
  });
}
