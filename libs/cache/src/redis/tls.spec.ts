import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis } from '@yychat/services';
import type { RedisServer } from '@yychat/services';
import { connected, inStep, until } from './fixtures/connected.js';
import { selfSignedCertificate } from './fixtures/self-signed-certificate.js';
import { createRedisCache } from './redis-cache.js';
import { connectRedis } from './redis-connection.js';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('Redis over TLS', () => {
  const { cert, key } = selfSignedCertificate();
  const folder = mkdtempSync(join(tmpdir(), 'yychat-tls-'));
  let server: RedisServer;
  let url: string;
  beforeAll(async () => {
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key, { mode: 0o600 });
    const port = await freePort();
    const files = ['--tls-cert-file', certFile, '--tls-key-file', keyFile, '--tls-ca-cert-file', certFile];
    server = await startRedis({ args: ['--tls-port', String(port), ...files, '--tls-auth-clients', 'no'] });
    url = `rediss://127.0.0.1:${port}`;
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is used with an authority that was given', async () => {
    const connection = await connected({ url, tls: { ca: cert } });
    const cache = createRedisCache(connection, { namespace: 'tls' });
    await inStep(cache);
    expect(await cache.set('a', 1)).toBe(true);
    expect(await cache.get('a')).toBe(1);
    cache.close();
    await connection.close();
  });

  it('is not used with a certificate that nobody trusts', async () => {
    const connection = connectRedis({ url });
    await until('it is refused', () => connection.state === 'down');
    expect((await connection.health()).reason).toMatch(/CERT|SELF_SIGNED/);
    await connection.close();
  });
});
