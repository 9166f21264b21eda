import { ratio, spread } from '../runner/spread.mjs';

/** @typedef {import('../runner/goals.mjs').Goal} Goal */

/**
 * What YYChat has to reach, of the phases that were run.
 * @param {import('./results.mjs').Results} results
 * @param {readonly import('./phases.mjs').Phase[]} phases
 * @param {number} heldStreams
 * @returns {readonly Goal[]}
 */
export function gatewayGoals(results, phases, heldStreams) {
  /** @type {Record<import('./phases.mjs').Phase, readonly Goal[]>} */
  const goals = {
    json: [
      {
        name: 'json, CPU per request, YYChat / proxy',
        measured: results.ratio('json', 'yychat', 'proxy', 'cpu'),
        atMost: 2.5,
      },
      {
        name: 'json, CPU per request, YYChat / Portkey',
        measured: results.ratio('json', 'yychat', 'portkey', 'cpu'),
        atMost: 0.5,
      },
    ],
    stream: [
      {
        name: 'stream, CPU per chunk, YYChat / proxy',
        measured: results.ratio('stream', 'yychat', 'proxy', 'cpu'),
        atMost: 1.3,
      },
      {
        name: 'stream, CPU per chunk, YYChat / Portkey',
        measured: results.ratio('stream', 'yychat', 'portkey', 'cpu'),
        atMost: 0.5,
      },
    ],
    ttft: [
      {
        name: 'ttft, added time to the first token, YYChat / Portkey',
        measured: ratio(results.addedFirstToken('yychat'), results.addedFirstToken('portkey')),
        atMost: 0.2,
      },
    ],
    held: [
      {
        name: `held, memory per 1,000 of ${heldStreams.toLocaleString('en')} streams, YYChat`,
        measured: results.figure('held', 'yychat', 'mbPer1000'),
        atMost: 40,
        unit: ' MB',
      },
    ],
  };
  return [
    ...phases.flatMap((phase) => goals[phase]),
    { name: 'errors, YYChat', measured: spread([results.errors('yychat')]), atMost: 0 },
  ];
}
