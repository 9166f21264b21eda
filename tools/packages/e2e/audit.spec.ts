import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { run } from '../src/run.js';
import { ROOT } from '../src/workspace.js';

const ADVISORY = {
  id: 1,
  title: 'It is broken',
  severity: 'high',
  url: 'https://example.com/1',
  vulnerable_versions: '*',
  cwe: [],
  cvss: { score: 8 },
};

let registry: Server;
afterEach(() => void registry.close());

/** Runs the check against a registry of which the endpoint for audits answers so. */
async function audit(status: number, advisories: unknown) {
  registry = createServer((request, response) => {
    request.resume();
    response.writeHead(request.method === 'POST' ? status : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(request.method === 'POST' ? advisories : {}));
  });
  await new Promise<void>((listening) => registry.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
  const script = join(ROOT, 'tools/setup/audit.mjs');
  return run(process.execPath, [script], { cwd: ROOT, env: { npm_config_registry: url } });
}

describe('the check for vulnerabilities', () => {
  it('passes where the registry knows of none', async () => {
    expect(await audit(200, {})).toMatchObject({ code: 0, stdout: '' });
  });

  it('fails and names the package where the registry knows of one', async () => {
    const { code, stdout } = await audit(200, { fastify: [ADVISORY] });
    expect([code, stdout]).toEqual([1, expect.stringContaining('high: fastify')]);
  });

  it('neither passes nor fails where the registry does not answer, and says why', async () => {
    const { code, stdout } = await audit(405, {});
    expect([code, stdout]).toEqual([75, expect.stringContaining('does not answer: 405')]);
  });
});
