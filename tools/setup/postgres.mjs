// A PostgreSQL server with pgvector for the tests, which start and end their own: found, or installed where the system allows, or a
// message that says how.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages } from './apt.mjs';
import { buildPgvector } from './pgvector.mjs';

/** Where Debian and Ubuntu keep the servers, and their extensions. */
const [SERVERS, SHARED] = ['/usr/lib/postgresql', '/usr/share/postgresql'];
/** The first pgvector with the type `halfvec`. */
const [MAJOR, MINOR] = [0, 7];

/**
 * As the tests find it: tools/services/src/postgres/postgres-binaries.ts.
 * @returns {{ version: string | undefined, extensions: string } | undefined} `version`: of Debian's, its major one
 */
function findServer() {
  const isServer = (folder) =>
    ['initdb', 'postgres', 'pg_ctl'].every((name) => existsSync(join(folder, name)));
  const versions = existsSync(SERVERS) ? readdirSync(SERVERS).sort((one, other) => other - one) : [];
  const version = versions.find((name) => isServer(join(SERVERS, name, 'bin')));
  if (version) return { version, extensions: join(SHARED, version, 'extension') };
  const folder = (process.env.PATH ?? '').split(delimiter).find((name) => name && isServer(name));
  if (!folder) return undefined;
  const { stdout } = spawnSync(join(folder, 'pg_config'), ['--sharedir'], { encoding: 'utf8' });
  return { version: undefined, extensions: join(stdout?.trim() ?? '', 'extension') };
}

function hasVectors({ extensions }) {
  const control = join(extensions, 'vector.control');
  if (!existsSync(control)) return false;
  const [, major, minor] = /default_version = '(\d+)\.(\d+)/.exec(readFileSync(control, 'utf8')) ?? [];
  return Number(major) > MAJOR || (Number(major) === MAJOR && Number(minor) >= MINOR);
}

/** The package where there is one that will do, else from the sources. */
function installVectors(server) {
  if (!server.version) return 'It is not known how extensions of this server are installed.';
  installPackages([`postgresql-${server.version}-pgvector`]);
  return hasVectors(server) ? undefined : buildPgvector(server.version);
}

function complain(what, how, trouble) {
  process.stderr.write(
    `The tests need ${what}, and it could not be installed. Install it yourself: ${how}\n` +
      'Or name a server in TEST_DATABASE_URL, with an account that may create databases.\n' +
      (trouble ? `What went wrong: ${trouble}\n` : ''),
  );
}

export function preparePostgres() {
  if (process.env.TEST_DATABASE_URL) return;
  let trouble;
  if (!findServer()) {
    process.stderr.write('Installing a PostgreSQL server for the tests (once) …\n');
    trouble = installPackages(['postgresql']);
  }
  const server = findServer();
  if (!server) {
    complain(
      'PostgreSQL 13 or newer',
      '"sudo apt-get install postgresql", "brew install postgresql@17".',
      trouble,
    );
    return;
  }
  if (hasVectors(server)) return;
  process.stderr.write('Installing pgvector for the tests (once) …\n');
  trouble = installVectors(server);
  if (hasVectors(server)) return;
  complain(
    `pgvector ${MAJOR}.${MINOR} or newer`,
    'https://github.com/pgvector/pgvector#installation',
    trouble,
  );
}
