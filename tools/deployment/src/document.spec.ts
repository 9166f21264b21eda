import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { read, readYaml } from './repository.js';
import { settingNames } from './settings.js';

/** Of Debian's packages `nginx`, `systemd` and `caddy`. */
const NGINX = 'nginx';
const SYSTEMD_ANALYZE = 'systemd-analyze';
const CADDY = 'caddy';
const where = (command: string, ...args: string[]) =>
  spawnSync(command, args).error === undefined ? it : it.skip;

const DOCUMENT = read('docs/deployment.md');

/** Blocks of code of this language, in the document. */
const blocks = (language: string) =>
  [...DOCUMENT.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  );

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yychat-document-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Has a program look at a file. Empty where it minds nothing. */
function complaints(file: string, text: string, command: string, ...args: string[]): string {
  writeFileSync(join(folder, file), text);
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}

describe('what docs/deployment.md shows', () => {
  where(NGINX, '-v')('is a configuration that nginx takes', () => {
    const [code = ''] = blocks('nginx');
    // Into the folder, and not where only root may write.
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${name};`,
    );
    const text = `pid pid; error_log stderr; events {} http { access_log off; ${paths.join(' ')} ${code} }`;
    expect(complaints('nginx.conf', text, NGINX, '-t', '-p', folder, '-c', 'nginx.conf')).toBe('');
  });

  where(SYSTEMD_ANALYZE, '--version')('is a unit that systemd takes', () => {
    const [code = ''] = blocks('ini');
    // Whatever the machine has that can be run.
    const unit = code.replace('/usr/bin/node', process.execPath);
    expect(
      complaints('yychat.service', unit, SYSTEMD_ANALYZE, 'verify', join(folder, 'yychat.service')),
    ).toBe('');
  });

  where(CADDY, 'version')('is a configuration that Caddy takes', () => {
    const [code = ''] = blocks('caddyfile');
    expect(
      complaints('Caddyfile', code, CADDY, 'validate', '--adapter', 'caddyfile', '--config', 'Caddyfile'),
    ).toBe('');
  });

  it('are values that the chart takes', () => {
    const isValid = new Ajv({ strictTypes: false }).compile(
      readYaml('docker/chart/values.schema.json') as object,
    );
    const [values = ''] = blocks('yaml');
    isValid(parse(values));
    expect(isValid.errors).toBeNull();
  });

  it('are settings and figures that there are', () => {
    const metrics = read('docs/metrics.md');
    const figures = [
      ...DOCUMENT.matchAll(/\b(?:yychat_([a-z_]+?)(?:_total|_seconds|_bytes)?|gen_ai_\w+)\b/g),
    ];
    const named = figures.map(([whole, name]) => name ?? whole);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !metrics.includes(name))).toEqual([]);

    const secrets = blocks('sh').flatMap((code) => [...code.matchAll(/--from-literal=(\w+)=/g)]);
    expect(secrets.length).toBeGreaterThan(2);
    expect(secrets.filter(([, name = '']) => !settingNames().includes(name))).toEqual([]);
  });
});
