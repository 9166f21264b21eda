import { cutText } from '../tools/output-bound.js';

/** Makes a short text fit for logs and errors. */
export type Redact = (text: string) => string;

/** Shorter values are no secrets: `1`, `on`, `yes`. */
const MIN_SECRET = 4;

/**
 * Replaces the given secrets, also each word of those with a scheme before them (`Bearer KEY`), by `***`, and cuts
 * what is left to `limit` characters.
 */
export function createRedact(secrets: readonly string[], limit: number): Redact {
  const hidden = [...new Set(secrets.flatMap((secret) => [secret, ...secret.split(/\s+/)]))]
    .filter((secret) => secret.length >= MIN_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) =>
    cutText(
      hidden.reduce((rest, secret) => rest.replaceAll(secret, '***'), text),
      limit,
    );
}
