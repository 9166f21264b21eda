// All checks of `npm test`: format, unused code, lint, types, build, tests. The last line says how many passed.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SKIPPED } from './skipped.mjs';

const root = resolve(import.meta.dirname, '../..');
const results = () => globSync('{apps,examples,libs,tools}/*/test-output/results.json', { cwd: root });
const suites = () => globSync('{apps,examples,libs,tools}/*/{src,e2e}/**/*.spec.ts', { cwd: root });

let passed = 0;
let failed = 0;

function check(name, command, args) {
  process.stdout.write(`\n── ${name}\n`);
  const env = { ...process.env, NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false' };
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (status === 0) passed++;
  else if (status === SKIPPED) process.stdout.write(`skipped: ${name}\n`);
  else failed++;
}

const nx = (targets) => ['run-many', '-t', ...targets, '--outputStyle=static'];

// A result that an earlier run left must not be taken for one of this run; Nx puts those back that it knows to hold.
for (const file of results()) rmSync(join(root, file));

check('format', 'prettier', ['--check', '--log-level=warn', '.']);
check('build', 'nx', nx(['build']));
check('types', 'nx', nx(['typecheck']));
check('lint', 'nx', nx(['lint']));
check('unused code', 'knip', []);
if (process.env.CI) check('commit messages', 'commitlint', ['--from', firstCommit(), '--quiet']);
check('known vulnerabilities', 'node', ['tools/setup/audit.mjs']);
// The tests of a library keep one core busy, and wait at times; those of an app want both.
check('tests of libraries and tools', 'nx', [...nx(['test']), '--exclude=apps/*', '--parallel=3']);
check('tests of apps', 'nx', [...nx(['test']), '--projects=apps/*', '--parallel=1']);

const seen = new Set();
for (const file of results()) {
  const { numPassedTests, numFailedTests, numFailedTestSuites, testResults } = JSON.parse(
    readFileSync(join(root, file), 'utf8'),
  );
  passed += numPassedTests;
  failed += Math.max(numFailedTests, numFailedTestSuites);
  for (const { name } of testResults) seen.add(name);
}
for (const suite of suites()) {
  if (seen.has(join(root, suite))) continue;
  process.stdout.write(`no result of ${suite}\n`);
  failed++;
}

process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function firstCommit() {
  const { stdout } = spawnSync('git', ['rev-list', '--max-parents=0', 'HEAD'], {
    cwd: root,
    encoding: 'utf8',
  });
  return stdout.trim().split('\n')[0];
}
