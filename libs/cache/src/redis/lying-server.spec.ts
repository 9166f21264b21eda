import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { until } from './fixtures/connected.js';
import { connectRedis } from './redis-connection.js';

/** Answers +OK to what it is asked, line by line as RESP counts, and to a GET what it is told to. */
async function startLyingServer(answer: {
  get: string;
}): Promise<{ server: Server; port: number; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      for (const command of data.toString().match(/\*\d+\r\n(?:\$\d+\r\n[^\r]*\r\n)+/g) ?? []) {
        socket.write(command.includes('\r\nGET\r\n') ? answer.get : '+OK\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port, sockets };
}

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

describe('a server that breaks the protocol', () => {
  it('is connected to anew, so that no answer is taken for that to another question', async () => {
    const answer = { get: '$3\r\none\r\n' };
    const { server, port, sockets } = await startLyingServer(answer);
    ends.push(() => new Promise((resolve) => server.close(resolve)));
    ends.push(() => sockets.forEach((socket) => socket.destroy()));
    const connection = connectRedis({ port, host: '127.0.0.1', probeEvery: 20 });
    ends.push(() => connection.close());
    await until('it is up', () => connection.state === 'up');
    const get = () => connection.run((client) => client.get('a'));
    expect(await get()).toBe('one');
    const before = sockets.size;
    answer.get = '?garbage\r\n';
    await expect(get()).rejects.toMatchObject({ unavailable: true });
    await until('it is connected anew', () => sockets.size > before && connection.state === 'up');
    answer.get = '$3\r\ntwo\r\n';
    expect(await get()).toBe('two');
  });
});
