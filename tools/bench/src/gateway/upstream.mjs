import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, listening } from '../runner/ports.mjs';

const PROGRAM = fileURLToPath(new URL('../../../simulator/dist/main.js', import.meta.url));
const NAME = 'simulator';
const START_LIMIT = 10_000;

/** The simulator, as a process of its own that stamps its answers. */
export class Upstream {
  /** @param {number} port */
  constructor(port) {
    this.port = port;
  }

  /** @param {import('../runner/children.mjs').Children} children */
  static async start(children) {
    if (!existsSync(PROGRAM))
      throw new Error(`${PROGRAM} is not there: build first (npx nx build @yychat/simulator)`);
    const port = await freePort();
    const child = children.start({
      name: NAME,
      args: [PROGRAM, '--port', String(port), '--stamps'],
      talks: true,
    });
    await listening(port, { timeoutMs: START_LIMIT, ended: () => children.ended(NAME, child) });
    return new Upstream(port);
  }

  /**
   * How the streams that begin from now on are paced.
   * @param {{ chunks: number, gapMs: number }} pace
   */
  async pace({ chunks, gapMs }) {
    await this.#control('POST', 'defaults', { chunks, gap: gapMs });
  }

  /** Chat requests that are being answered now. */
  async active() {
    const { active } = await this.#control('GET', 'stats');
    return active;
  }

  /** Waits until it answers no chat request any more. */
  async idle() {
    while ((await this.active()) > 0) await sleep(20);
  }

  /**
   * @param {string} method
   * @param {string} route
   * @param {object} [body]
   */
  async #control(method, route, body) {
    const response = await fetch(`http://127.0.0.1:${this.port}/__sim/${route}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!response.ok) throw new Error(`The simulator refuses ${method} ${route}: ${await response.text()}`);
    return /** @type {Promise<{ active: number }>} */ (response.json());
  }
}
