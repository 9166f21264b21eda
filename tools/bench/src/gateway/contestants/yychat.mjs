import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startGateway } from './start-gateway.mjs';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const PROGRAM = join(ROOT, 'apps/api/dist/main.js');

/**
 * YYChat as it is run in production: keys, validation, turn log, a personality and the server's tools.
 * @type {import('./contestant.mjs').Contestant}
 */
export const yychat = {
  name: 'yychat',
  async start({ children, upstreamPort, scratch }) {
    if (!existsSync(PROGRAM))
      throw new Error(`${PROGRAM} is not there: build first (npx nx build @yychat/api)`);
    const key = `yk-${randomBytes(24).toString('base64url')}`;
    // A directory of its own: nobody's .env and mcp.json, and no data of an earlier run.
    const directory = mkdtempSync(join(scratch, 'yychat-'));
    const program = (/** @type {number} */ port) => ({
      args: [PROGRAM],
      cwd: directory,
      env: {
        NODE_ENV: 'production',
        PORT: String(port),
        YYCHAT_API_KEY: key,
        YYCHAT_DATA_DIR: join(directory, 'data'),
        OPENAI_API_KEY: 'sk-upstream',
        OPENAI_BASE_URL: `http://127.0.0.1:${upstreamPort}/v1`,
        PERSONALITIES_DIR: join(ROOT, 'personalities'),
        DEFAULT_PERSONALITY: 'professional',
        LOG_LEVEL: 'info',
      },
    });
    return startGateway(children, 'yychat', program, { authorization: `Bearer ${key}` });
  },
};
