// Set-up on a machine that has only Node (20 or newer) and npm: dependencies, a Node that runs them, the build.
// Does nothing twice: what is there and up to date is left alone. Has no dependencies itself.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { prepareChromium } from './chromium.mjs';
import { preparePostgres } from './postgres.mjs';
import { prepareRedis } from './redis.mjs';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const marker = join(root, 'node_modules', '.yychat-setup');
/** The Node that is brought along where the machine's own is too old for the dependencies. */
const NODE = '24.21.0';

const environment = {
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  NX_DAEMON: 'false',
  NX_ISOLATE_PLUGINS: 'false',
};

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, env: environment, stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}

function must(what, command, args) {
  const status = run(command, args);
  if (status === 0) return;
  process.stderr.write(`${what} failed: ${[command, ...args].join(' ')} ended with ${status}\n`);
  process.exit(status);
}

/** Changes whenever a dependency does. */
function fingerprint() {
  const hash = createHash('sha256');
  const folders = ['apps', 'examples', 'libs', 'tools'].flatMap((top) =>
    readdirSync(join(root, top)).map((name) => join(top, name)),
  );
  for (const folder of ['', ...folders]) {
    for (const name of ['package.json', 'package-lock.json']) {
      const file = join(root, folder, name);
      if (existsSync(file)) hash.update(file.slice(root.length)).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

function isInstalled() {
  return existsSync(marker) && readFileSync(marker, 'utf8') === fingerprint();
}

/** Whether the machine's own Node is: where this runs on one that was brought along before, it is. */
function isTooOld() {
  if (process.execPath.startsWith(join(root, 'node_modules'))) return true;
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major < 22 || (major === 22 && minor < 13);
}

function install() {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  process.stderr.write('Installing dependencies (once; a minute or so) …\n');
  const hasLock = existsSync(join(root, 'package-lock.json'));
  if (!hasLock || run('npm', ['ci', ...quiet]) !== 0) must('Installing', 'npm', ['install', ...quiet]);
  if (isTooOld()) {
    process.stderr.write(`The Node of this machine is too old; bringing Node ${NODE} into node_modules …\n`);
    must('Bringing a newer Node', 'npm', ['install', '--no-save', ...quiet, `node@${NODE}`]);
  }
  writeFileSync(marker, fingerprint());
}

if (!isInstalled()) install();
if (process.argv[2] === 'test') {
  prepareRedis();
  preparePostgres();
  prepareChromium();
}
if (process.argv[2] === 'start') {
  must('Building', 'nx', [
    'run-many',
    '-t',
    'build',
    '-p',
    '@yychat/api,@yychat/dashboard',
    '--outputStyle=static',
    '--verbose=false',
  ]);
}
