import { closedLoop } from './closed-loop.mjs';
import { heldStreams } from './held-streams.mjs';
import { pacedWave } from './paced-wave.mjs';

/** @typedef {import('./closed-loop.mjs').ClosedLoop} ClosedLoop */
/** @typedef {import('./held-streams.mjs').HeldStreams} HeldStreams */
/** @typedef {import('./paced-wave.mjs').PacedWave} PacedWave */
/** @typedef {ClosedLoop | HeldStreams | PacedWave} Plan */

/** @param {Plan} plan */
function carryOut(plan) {
  switch (plan.kind) {
    case 'closed-loop':
      return closedLoop(plan);
    case 'paced-wave':
      return pacedWave(plan);
    case 'held-streams':
      return heldStreams(plan);
  }
}

process.on('message', (/** @type {Plan} */ plan) => {
  // An error ends the process; whoever waits for the result is told by that.
  void carryOut(plan).then((result) => process.send?.(result));
});
process.once('disconnect', () => process.exit(0));
