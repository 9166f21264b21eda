/** Errors of Node's own and of SQLite say what happened, and quote no data. */
const SAFE = /^(?:E[A-Z0-9]+|ERR_[A-Z0-9_]+)$/;

/** Why something failed, for operators: without a secret, or a word of what was said. */
export function reasonOf(error: unknown): string {
  const { name, message, code } = (error ?? {}) as { name?: unknown; message?: unknown; code?: unknown };
  const kind = typeof name === 'string' ? name : 'Error';
  if (typeof code !== 'string') return kind;
  return SAFE.test(code) && typeof message === 'string' ? `${code}: ${message}` : `${kind} ${code}`;
}
