import { DeliveryError } from '../delivery-error.js';

/** nodemailer's codes for what another try does not mend. */
const LASTING: ReadonlySet<string> = new Set(['EAUTH', 'EENVELOPE', 'ETLS', 'EOAUTH2']);

/**
 * What nodemailer threw, in the terms of delivery. A server's own text is left out: it may quote what it was given.
 * SMTP: 4xx is passing, 5xx is lasting (RFC 5321, 4.2.1).
 */
export function toMailError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const fields: Readonly<Record<string, unknown>> =
    typeof error === 'object' && error !== null ? { ...error } : {};
  const code = typeof fields.code === 'string' ? fields.code : 'unknown';
  const status = typeof fields.responseCode === 'number' ? fields.responseCode : undefined;
  const retryable = status === undefined ? !LASTING.has(code) : status < 500;
  const said = status === undefined ? code : `${code}, status ${status}`;
  return new DeliveryError(`The mail server did not take the message (${said}).`, {
    code: status === undefined ? code.toLowerCase() : `smtp_${status}`,
    retryable,
    cause: error,
  });
}
