import { join } from 'node:path';
import { installPortkey } from './install-portkey.mjs';
import { startGateway } from './start-gateway.mjs';

/**
 * Portkey's gateway. It listens on every address of the machine: it has no setting for that.
 * @type {import('./contestant.mjs').Contestant}
 */
export const portkey = {
  name: 'portkey',
  async start({ children, upstreamPort }) {
    const directory = installPortkey();
    return startGateway(
      children,
      'portkey',
      (port) => ({
        args: [join(directory, 'build/start-server.js'), `--port=${port}`],
        env: { NODE_ENV: 'production' },
      }),
      {
        authorization: 'Bearer x',
        'x-portkey-provider': 'openai',
        'x-portkey-custom-host': `http://127.0.0.1:${upstreamPort}/v1`,
      },
    );
  },
};
