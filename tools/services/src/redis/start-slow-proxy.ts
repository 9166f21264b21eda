import { createConnection, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** What stands between a client and a server of 127.0.0.1, and holds back each answer. */
export interface SlowProxy {
  readonly port: number;
  /** Milliseconds by which answers are late; those on their way keep theirs. */
  delay: number;
  /** Ends all connections. */
  stop(): Promise<void>;
}

/** @param delay milliseconds */
export async function startSlowProxy(target: number, delay: number): Promise<SlowProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = createConnection({ host: '127.0.0.1', port: target });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      // Either end takes the other with it; why it ended is for the client to see.
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        (socket === client ? upstream : client).destroy();
      });
    }
    client.on('data', (data) => upstream.write(data));
    upstream.on('data', (data) => {
      setTimeout(() => client.writable && client.write(data), proxy.delay);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: SlowProxy = {
    port: (server.address() as AddressInfo).port,
    delay,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
