import { createConnection } from 'node:net';

/** Milliseconds for one command. */
const PATIENCE = 5_000;

/**
 * Sends one command, as plain words, to a server of 127.0.0.1 and resolves with what it answers, as it comes over the wire, e.g. `+PONG`.
 * For servers without a password, and answers that fit into one packet. Rejects where nobody answers.
 */
export function askRedis(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error(`Redis on port ${port} does not answer.`)));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`Redis on port ${port} hung up.`)));
    socket.once('data', (data) => {
      resolve(data.toString().trim());
      socket.destroy();
    });
    socket.write(`${command}\r\n`);
  });
}
