import { connect } from 'node:net';
import { ADMIN_KEY, type ServiceUnderTest } from './service.js';

/** One answer over a bare connection. */
export interface BareAnswer {
  /** Undefined: the connection ended, or nothing came in time. */
  readonly status: number | undefined;
  readonly text: string;
  /** How the connection ended; open: it did not. */
  readonly end: 'open' | 'closed' | 'broken';
}

/** The head of a chat request up to the headers that a test is about. */
export const chatHead = `POST /v1/chat/completions HTTP/1.1\r\nhost: yychat\r\nauthorization: Bearer ${ADMIN_KEY}\r\n`;

/**
 * Sends bytes, however wrong, and reads the first answer.
 * @param wait milliseconds after which a connection that says nothing is given up
 */
export function sendBytes(
  { url }: ServiceUnderTest,
  bytes: string | Uint8Array,
  wait = 2_000,
): Promise<BareAnswer> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let received = '';
    let broken = false;
    const done = (end: BareAnswer['end']) => {
      clearTimeout(timer);
      const [head = '', ...rest] = received.split('\r\n\r\n');
      const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1];
      resolve({
        status: status === undefined ? undefined : Number(status),
        text: rest.join('\r\n\r\n'),
        end,
      });
      socket.destroy();
    };
    const timer = setTimeout(() => done('open'), wait);
    socket.setEncoding('utf8').on('data', (text: string) => {
      received += text;
      const length = /content-length: (\d+)/i.exec(received)?.[1];
      const body = received.indexOf('\r\n\r\n') + 4;
      if (length === undefined || body < 4) return;
      // A server that closes the connection gets the time to do so.
      if (Buffer.byteLength(received.slice(body)) >= Number(length)) setTimeout(() => done('open'), 50);
    });
    socket.on('error', () => (broken = true)).on('close', () => done(broken ? 'broken' : 'closed'));
    socket.write(bytes);
  });
}
