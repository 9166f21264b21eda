import { afterEach, describe, expect, it } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { systemClock } from '../../ports/clock.js';
import { parseWith } from '../../rule/parse.js';
import { channelSchema, type ChannelConfig } from '../channels/channel-config.js';
import { noticeOf, notificationOf } from '../fixtures/notifications.js';
import { createOutside } from '../http/outside.js';
import { send } from './send.js';

interface Mail {
  readonly to: readonly string[];
  readonly source: string;
}

const running: SMTPServer[] = [];
const mails: Mail[] = [];
afterEach(async () => {
  mails.length = 0;
  await Promise.all(
    running.splice(0).map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
  );
});

async function startServer(options: SMTPServerOptions = {}): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString('utf8'),
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return (server.server.address() as AddressInfo).port;
}

function channelOf(port: number, more: object = {}): ChannelConfig {
  return parseWith(channelSchema, 'channel', {
    id: 'mail',
    type: 'email',
    host: '127.0.0.1',
    port,
    tls: 'none',
    from: 'alerts@example.com',
    to: ['ann@example.com', 'bob@example.com'],
    ...more,
  });
}

function deliver(channel: ChannelConfig, notification = notificationOf(), timeout = 3_000) {
  const outside = createOutside({ clock: systemClock, addresses: { allow: ['127.0.0.1'] }, timeout });
  return send(channel, notification, outside, new AbortController().signal);
}

describe('e-mail', () => {
  it('arrives as text and as HTML, the same message under the same id', async () => {
    const port = await startServer();
    await deliver(channelOf(port));
    await deliver(channelOf(port));
    expect(mails[0]?.to).toEqual(['ann@example.com', 'bob@example.com']);
    expect(mails[0]?.source).toContain('Subject: [FIRING, critical] Many requests fail (mem0_proxy)');
    expect(mails[0]?.source).toContain('multipart/alternative');
    const ids = mails.map(({ source }) => /^Message-ID: (.*)$/m.exec(source)?.[1]);
    expect(ids[0]).toBe(ids[1]);
  });

  it('has no header that a name has brought along, and no tags', async () => {
    const port = await startServer();
    await deliver(
      channelOf(port),
      notificationOf(noticeOf({}, { name: 'x\r\nBcc: eve@example.com\r\n<b>bold</b>' })),
    );
    const { source, to } = mails[0]!;
    expect(source).not.toMatch(/^Bcc:/m);
    expect(to).not.toContain('eve@example.com');
    expect(source.slice(source.indexOf('text/html'))).not.toContain('<b>bold');
  });

  it('is sent with user and password', async () => {
    const seen: string[] = [];
    const port = await startServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        seen.push(`${username}:${password}`);
        done(null, { user: username });
      },
    });
    await deliver(channelOf(port, { user: 'alerts', password: 'pass word' }));
    expect(seen).toEqual(['alerts:pass word']);
  });

  it('with a wrong password is not tried again, and does not show it', async () => {
    const port = await startServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, done) => done(new Error(`wrong password ${password}`)),
    });
    const error = await deliver(channelOf(port, { user: 'alerts', password: 's3cret-word' })).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ retryable: false });
    expect(String(error)).not.toContain('s3cret-word');
  });

  it.each([
    [450, true],
    [550, false],
  ])('that is refused with %d: another try can help: %p', async (responseCode, retryable) => {
    const port = await startServer({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no'), { responseCode })),
    });
    await expect(deliver(channelOf(port))).rejects.toMatchObject({ code: `smtp_${responseCode}`, retryable });
  });

  it('says when some recipients were refused', async () => {
    const port = await startServer({
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('bob') ? Object.assign(new Error('no'), { responseCode: 550 }) : null),
    });
    expect(await deliver(channelOf(port))).toEqual({ note: '1 of 2 recipients were refused' });
  });

  it('is not sent in the clear unless that is asked for', async () => {
    const port = await startServer();
    await expect(deliver(channelOf(port, { tls: 'starttls' }))).rejects.toMatchObject({ retryable: false });
    expect(mails).toEqual([]);
  });

  it('to a server that says nothing is a timeout', async () => {
    const port = await startServer({ onConnect: () => undefined });
    await expect(deliver(channelOf(port), notificationOf(), 200)).rejects.toMatchObject({ retryable: true });
  });

  it('to a server that is not there may arrive later', async () => {
    const port = await startServer();
    await new Promise<void>((resolve) => running.pop()?.close(() => resolve()));
    await expect(deliver(channelOf(port))).rejects.toMatchObject({ retryable: true });
  });

  it('goes nowhere that messages may not go', async () => {
    const port = await startServer();
    const outside = createOutside({ clock: systemClock });
    const sent = send(channelOf(port), notificationOf(), outside, new AbortController().signal);
    await expect(sent).rejects.toMatchObject({ code: 'address_refused' });
  });
});
