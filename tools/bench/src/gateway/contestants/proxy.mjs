import { fileURLToPath } from 'node:url';
import { startGateway } from './start-gateway.mjs';

const PROGRAM = fileURLToPath(new URL('../reverse-proxy.mjs', import.meta.url));

/**
 * The least that a gateway on `node:http` can do.
 * @type {import('./contestant.mjs').Contestant}
 */
export const proxy = {
  name: 'proxy',
  start: ({ children, upstreamPort }) =>
    startGateway(
      children,
      'proxy',
      (port) => ({
        args: [PROGRAM, String(port), String(upstreamPort)],
        env: { NODE_ENV: 'production' },
        talks: true,
      }),
      { authorization: 'Bearer x' },
    ),
};
