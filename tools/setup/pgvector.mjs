// pgvector from Debian's own source package, for a server whose distribution has no package of it, or too old a one.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asRoot, installPackages } from './apt.mjs';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const SOURCES = `Types: deb-src
URIs: http://deb.debian.org/debian
Suites: trixie
Components: main
Signed-By: ${KEYRING}
`;

/** Options that keep apt's own lists, caches and sources out of it. */
function privateApt(folder) {
  for (const name of ['lists/partial', 'cache/archives/partial', 'sources']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, 'pgvector.sources'), SOURCES);
  const options = {
    'Dir::Etc::sourcelist': join(folder, 'pgvector.sources'),
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    // The account that apt downloads with may not enter the folder.
    'APT::Sandbox::User': 'root',
  };
  return Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/** What went wrong with a command that needs no root; undefined where nothing did. */
function run(cwd, command, ...args) {
  const { status, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return undefined;
  return (
    (error?.message ?? stderr.trim().split('\n').slice(-5).join('\n')) || `${command} ended with ${status}`
  );
}

function build(folder, version) {
  const apt = privateApt(folder);
  const sources = join(folder, 'sources');
  const config = `PG_CONFIG=/usr/lib/postgresql/${version}/bin/pg_config`;
  // Without LLVM's bitcode, and for any processor.
  const make = [config, 'with_llvm=no', 'OPTFLAGS='];
  const archive = () =>
    readdirSync(sources).find((name) => name.endsWith('.orig.tar.gz')) ?? 'pgvector.orig.tar.gz';
  return (
    run(sources, 'apt-get', ...apt, 'update') ??
    run(sources, 'apt-get', ...apt, 'source', '--download-only', 'pgvector') ??
    run(sources, 'tar', '-xf', archive(), '--strip-components=1') ??
    run(sources, 'make', ...make) ??
    asRoot('make', [...make, 'install'], { cwd: sources })
  );
}

/**
 * Takes some seconds.
 * @param {string} version major version of the server
 * @returns {string | undefined} what went wrong; undefined where nothing did
 */
export function buildPgvector(version) {
  const keyring = existsSync(KEYRING) ? [] : ['debian-archive-keyring'];
  const tools = installPackages([`postgresql-server-dev-${version}`, 'make', 'gcc', ...keyring]);
  if (tools) return tools;
  const folder = mkdtempSync(join(tmpdir(), 'yychat-pgvector-'));
  try {
    return build(folder, version);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
