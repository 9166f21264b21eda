import { freePort, listening } from '../../runner/ports.mjs';
import { CHAT_PATH, START_LIMIT } from './contestant.mjs';

/**
 * Starts a gateway on a free port and waits until it listens.
 * @param {import('../../runner/children.mjs').Children} children
 * @param {string} name
 * @param {(port: number) => Omit<import('../../runner/children.mjs').ChildOptions, 'name'>} program
 * @param {Readonly<Record<string, string>>} headers of every request to it
 * @returns {Promise<import('./contestant.mjs').Running & { child: import('../../runner/children.mjs').Child }>}
 */
export async function startGateway(children, name, program, headers) {
  const port = await freePort();
  const child = children.start({ name, ...program(port) });
  await listening(port, { timeoutMs: START_LIMIT, ended: () => children.ended(name, child) });
  return { child, target: { name, port, path: CHAT_PATH, headers } };
}
