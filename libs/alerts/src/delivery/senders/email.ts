import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { SendMailOptions, Transporter } from 'nodemailer';
import type { ChannelOf } from '../channels/channel-config.js';
import { DeliveryError } from '../delivery-error.js';
import { resolveTarget } from '../addresses/resolve-target.js';
import type { Outside } from '../http/post.js';
import { compose } from '../message/compose.js';
import { cutBytes } from '../message/cut.js';
import { escapeHtml, renderBody, type Style } from '../message/render.js';
import type { Sender } from './sender.js';
import { toMailError } from './mail-errors.js';

const TEXT: Style = {
  heading: (text) => `${text}\n`,
  fact: ({ label, text }) => `  ${label}: ${text}\n`,
  more: (text) => `\n${text}\n`,
  gap: '\n',
};

const HTML: Style = {
  heading: (text) => `<h3>${escapeHtml(text)}</h3>`,
  fact: ({ label, text, url }) => {
    const shown =
      url === undefined ? escapeHtml(text) : `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`;
    return `<p style="margin:0"><b>${escapeHtml(label)}:</b> ${shown}</p>`;
  },
  more: (text) => `<p>${escapeHtml(text)}</p>`,
  gap: '',
};

/** Bytes. */
const MOST_BODY = 60_000;
const MOST_SUBJECT = 400;

/** E-mail over SMTP, by nodemailer, which has to be installed. */
export const sendEmail: Sender<'email'> = async (channel, notification, outside, signal) => {
  const message = compose(notification, channel, outside);
  const { language, from, to } = channel;
  const mail: SendMailOptions = {
    from,
    to: [...to],
    subject: cutBytes(message.title, MOST_SUBJECT),
    text: renderBody(message, TEXT, MOST_BODY, language),
    html: renderBody(message, HTML, MOST_BODY, language),
    // The same for the same message: most mail systems show a second one only once.
    messageId: `<${createHash('sha256').update(notification.key).digest('hex').slice(0, 40)}@alerts.yychat>`,
    headers: { 'X-YYChat-Key': encodeURIComponent(notification.key), 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const transport = await connect(channel, outside, signal);
  try {
    const info = await bounded(transport.sendMail(mail), outside, signal);
    const refused = info.rejected?.length ?? 0;
    return refused === 0 ? {} : { note: `${refused} of ${to.length} recipients were refused` };
  } catch (error) {
    throw toMailError(error);
  } finally {
    transport.close();
  }
};

async function connect(
  channel: ChannelOf<'email'>,
  outside: Outside,
  signal: AbortSignal,
): Promise<Transporter> {
  const { createTransport } = await import('nodemailer').catch((error: unknown) => {
    throw new DeliveryError('E-mail needs the package nodemailer, which is not installed.', {
      code: 'nodemailer_missing',
      retryable: false,
      cause: error,
    });
  });
  const { host, port, tls, user, password } = channel;
  const { timeout } = outside;
  return createTransport({
    // The address that was checked; the certificate is held against the name.
    host: await bounded(resolveTarget(host, outside.policy, outside.resolve), outside, signal),
    ...(isIP(host) === 0 && { tls: { servername: host } }),
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(user !== undefined && password !== undefined && { auth: { user, pass: password } }),
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
  });
}

/** nodemailer's own limits are for each step; this one is for all. */
function bounded<T>(work: Promise<T>, { clock, timeout }: Outside, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = clock.after(timeout, () =>
      reject(
        new DeliveryError(`The mail was not taken within ${timeout} ms.`, {
          code: 'timeout',
          retryable: true,
        }),
      ),
    );
    const stop = () =>
      reject(new DeliveryError('The sending was stopped.', { code: 'stopped', retryable: true }));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    void work.then(resolve, reject).finally(() => {
      late.cancel();
      signal.removeEventListener('abort', stop);
    });
  });
}
