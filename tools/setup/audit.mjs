// Asks the registry for known vulnerabilities of what runs. Ends with 0 where there is none that is high, with 1 where there
// is, and with SKIPPED where the registry has no answer: not every mirror knows of audits, and a machine may be offline.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { SKIPPED } from './skipped.mjs';

const root = resolve(import.meta.dirname, '../..');
const args = ['audit', '--omit', 'dev', '--audit-level', 'high', '--json', '--fetch-timeout', '30000'];
const { status, stdout } = spawnSync('npm', args, { cwd: root, encoding: 'utf8' });

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const { auditReportVersion, vulnerabilities = {}, message } = parse(stdout);
if (auditReportVersion === undefined) {
  process.stdout.write(`the registry does not answer: ${message ?? 'npm said nothing'}\n`);
  process.exitCode = SKIPPED;
} else {
  for (const { name, severity, range } of Object.values(vulnerabilities)) {
    process.stdout.write(`${severity}: ${name} ${range}\n`);
  }
  process.exitCode = status;
}
