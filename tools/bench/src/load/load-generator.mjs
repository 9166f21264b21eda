import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('load-process.mjs', import.meta.url));
const NAME = 'load';

/**
 * @template P
 * @typedef {P extends import('./closed-loop.mjs').ClosedLoop ? import('./closed-loop.mjs').ClosedLoopResult
 *   : P extends import('./paced-wave.mjs').PacedWave ? import('./paced-wave.mjs').PacedWaveResult
 *   : import('./held-streams.mjs').HeldStreamsResult} Result
 */

/** The process that sends requests, so that what it does is not between a contestant and its answers. */
export class LoadGenerator {
  #children;
  #child;

  /** @param {import('../runner/children.mjs').Children} children */
  constructor(children) {
    this.#children = children;
    this.#child = children.start({ name: NAME, args: [PROGRAM], talks: true });
  }

  /**
   * Carries out one plan; one at a time.
   * @template {import('./load-process.mjs').Plan} P
   * @param {P} plan
   * @returns {Promise<Result<P>>}
   */
  run(plan) {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const onExit = () => reject(new Error(this.#children.ended(NAME, child)));
      child.once('exit', onExit);
      child.once('message', (result) => {
        child.off('exit', onExit);
        resolve(/** @type {Result<P>} */ (result));
      });
      child.send(plan);
    });
  }
}
