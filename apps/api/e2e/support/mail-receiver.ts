import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** A server that takes every mail, in the clear. */
export interface MailReceiver {
  readonly port: number;
  /** Each as it came: headers, an empty line, what it says. */
  readonly mails: readonly string[];
  close(): Promise<void>;
}

/** Speaks as much SMTP (RFC 5321) as it takes to be sent a mail. */
export async function startMailReceiver(): Promise<MailReceiver> {
  const mails: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const say = (line: string) => socket.write(`${line}\r\n`);
    let mail: string[] | undefined;
    createInterface({ input: socket }).on('line', (line) => {
      if (mail !== undefined && line !== '.') return void mail.push(line);
      if (mail !== undefined) {
        mails.push(mail.join('\n'));
        mail = undefined;
        return void say('250 taken');
      }
      const command = line.slice(0, 4).toUpperCase();
      if (command === 'DATA') mail = [];
      say(command === 'DATA' ? '354 go on' : command === 'QUIT' ? '221 bye' : '250 well');
    });
    say('220 test');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
