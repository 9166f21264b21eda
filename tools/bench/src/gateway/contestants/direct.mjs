import { CHAT_PATH } from './contestant.mjs';

/**
 * No gateway at all.
 * @type {import('./contestant.mjs').Contestant}
 */
export const direct = {
  name: 'direct',
  start: async ({ upstreamPort }) => ({
    target: { name: 'direct', port: upstreamPort, path: CHAT_PATH, headers: {} },
  }),
};
