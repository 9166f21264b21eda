/** What an error of the client says, in a word or a few. */
export interface Failure {
  readonly kind: 'reply' | 'connection' | 'garbage' | 'bug';
  /** For logs and health: the first word of an answer, the code of a system error, or what happened. */
  readonly reason: string;
}

const REPLY = /^([A-Z][A-Z0-9]+)(?: |$)/;
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/^Socket timeout/, 'it fell silent'],
  [/^Connection timeout/, 'connecting took too long'],
  [/^The queue is full/, 'too many commands wait'],
];

/** Errors of programs, wherever they are thrown. */
const BUGS = new Set(['TypeError', 'RangeError', 'ReferenceError']);

/** The client tells its errors apart by text alone. Nothing is known of where an error was made, so `instanceof` is not asked. */
export function readFailure(error: unknown): Failure {
  const { name, message = '', code } = (error ?? {}) as { name?: unknown; message?: string; code?: unknown };
  if (message.startsWith('Unknown RESP type') || code === 'ERR_STRING_TOO_LONG') {
    return { kind: 'garbage', reason: 'it does not speak the protocol' };
  }
  if (BUGS.has(String(name))) return { kind: 'bug', reason: 'an error in the program' };
  if (typeof code === 'string') return { kind: 'connection', reason: code };
  const reply = REPLY.exec(message)?.[1];
  if (reply !== undefined) return { kind: 'reply', reason: reply };
  return { kind: 'connection', reason: KNOWN.find(([text]) => text.test(message))?.[1] ?? 'connection lost' };
}

/** Answers that say what Redis cannot do for anybody now, and not that this command is wrong. */
const REFUSALS = new Set([
  'OOM',
  'READONLY',
  'MISCONF',
  'NOREPLICAS',
  'NOAUTH',
  'NOPERM',
  'WRONGPASS',
  'LOADING',
  'BUSY',
  'MASTERDOWN',
  'CLUSTERDOWN',
  'TRYAGAIN',
]);

export function isRefusal(reply: string): boolean {
  return REFUSALS.has(reply);
}
