import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { get } from 'node:http';
import { brotliCompressSync } from 'node:zlib';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { send } from './support/http.js';
import { makeDirectory, startService, type ServiceUnderTest } from './support/service.js';

const SCRIPT = 'console.log("a page")'.repeat(100);
const files = {
  'index.html':
    '<!doctype html><title>YYChat</title><script type="module" src="/dashboard/assets/app-1a.js"></script>',
  'assets/app-1a.js': SCRIPT,
  'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  '.env': 'SECRET=1',
};

let service: ServiceUnderTest;
beforeAll(async () => {
  const directory = await makeDirectory(files);
  await writeFile(join(directory, 'assets/app-1a.js.br'), brotliCompressSync(SCRIPT));
  service = await startService({ DASHBOARD_DIR: directory });
});
afterAll(() => service.stop());

const page = (path: string, headers = {}) => send(service, `GET ${path}`, { key: null, headers });

/** As it was sent: `fetch` would decompress it, and tidy the path up. */
function raw(
  path: string,
  headers = {},
): Promise<{ status: number; headers: NodeJS.Dict<unknown>; size: number }> {
  const { hostname, port } = new URL(service.url);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path, headers }, (response) => {
      let size = 0;
      response.on('data', (chunk: Buffer) => (size += chunk.length));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, size }),
      );
    }).on('error', reject);
  });
}

it.each(['/', '/dashboard'])('leads from %s to the dashboard', async (path) => {
  const { status, headers } = await raw(path);
  expect([status, headers['location']]).toEqual([302, '/dashboard/']);
});

it.each([
  ['/?window=1h', '/dashboard/?window=1h'],
  ['/dashboard?points=300&wall=1', '/dashboard/?points=300&wall=1'],
  ['/dashboard?', '/dashboard/?'],
])('%s is on the dashboard what it says', async (path, there) => {
  const { headers } = await raw(path);
  expect(headers['location']).toBe(there);
});

it.each(['/dashboard/', '/dashboard/requests', '/dashboard/requests/req_1?window=1h'])(
  'shows the page at %s, which is asked for anew each time',
  async (path) => {
    const { status, headers, text } = await page(path);
    expect([status, text]).toEqual([200, files['index.html']]);
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect((await raw(path, { 'if-none-match': headers.get('etag') })).status).toBe(304);
  },
);

it('lets the page load nothing from elsewhere, run no script that stands in it, and be in no frame', async () => {
  const { headers } = await page('/dashboard/');
  const policy = headers.get('content-security-policy') ?? '';
  for (const part of [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
  ])
    expect(policy.split('; ')).toContain(part);
  expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('permissions-policy')).toContain('camera=()');
});

it('asks anew for a view that has the name of a directory of files', async () => {
  expect((await page('/dashboard/assets/')).headers.get('cache-control')).toBe('no-cache');
});

describe('what is named by its contents', () => {
  it('is kept for a year', async () => {
    const { headers, text } = await page('/dashboard/assets/app-1a.js');
    expect(text).toBe(SCRIPT);
    expect(headers.get('content-type')).toMatch(/javascript/);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('is sent compressed to whoever can read that', async () => {
    const small = await raw('/dashboard/assets/app-1a.js', { 'accept-encoding': 'gzip, br' });
    expect(small.headers['content-encoding']).toBe('br');
    expect(small.headers['content-type']).toMatch(/javascript/);
    expect(small.headers['vary']).toMatch(/accept-encoding/i);
    expect(small.size).toBeLessThan(SCRIPT.length / 5);
    const plain = await raw('/dashboard/assets/app-1a.js');
    expect([plain.headers['content-encoding'], plain.size]).toEqual([undefined, SCRIPT.length]);
  });

  it('is not found where it is not, and that is not kept', async () => {
    const { status, headers, body } = await page('/dashboard/assets/gone-2b.js');
    expect([status, body.error.code]).toEqual([404, 'unknown_url']);
    expect(headers.get('cache-control')).toBeNull();
  });
});

it.each([
  '/dashboard/.env',
  '/dashboard/../package.json',
  '/dashboard/..%2f..%2fpackage.json',
  '/dashboard/%2e%2e/%2e%2e/etc/passwd.txt',
  '/dashboard/assets/..%5c..%5cpackage.json',
  '/dashboard//etc/passwd.txt',
])('gives out nothing at %s', async (path) => {
  const { status } = await raw(path);
  expect([400, 403, 404]).toContain(status);
});

it('is no hindrance to what else there is', async () => {
  expect((await send(service, 'GET /v1/models', { key: null })).status).toBe(401);
  expect((await page('/healthz')).status).toBe(200);
  expect((await page('/nothing')).status).toBe(404);
});

it('names the setting when it leads to no dashboard', async () => {
  await expect(startService({ DASHBOARD_DIR: '/nowhere' })).rejects.toThrow(/DASHBOARD_DIR: .*\/nowhere/);
});
