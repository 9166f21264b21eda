import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Waits until somebody listens.
 * @param {number} port
 * @param {{ timeoutMs: number, ended: () => string | undefined }} options `ended`: why waiting longer is no use
 */
export async function listening(port, { timeoutMs, ended }) {
  const end = performance.now() + timeoutMs;
  while (!(await accepts(port))) {
    const why =
      ended() ??
      (performance.now() > end ? `nothing listens on port ${port} after ${timeoutMs} ms` : undefined);
    if (why !== undefined) throw new Error(why);
    await sleep(25);
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (/** @type {boolean} */ open) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
