import { spread } from '../runner/spread.mjs';
import { figureWithQuartiles, table } from '../runner/table.mjs';

/** @typedef {import('./contestants/contestant.mjs').ContestantName} ContestantName */
/** @typedef {import('./phases.mjs').Phase} Phase */
/** @typedef {import('./results.mjs').Results} Results */
/** @typedef {readonly [head: string, cell: (contestant: ContestantName) => string]} Column */

/**
 * The tables of a run, one a phase, and what went wrong in it.
 * @param {Results} results
 * @param {readonly Phase[]} phases
 */
export function gatewayReport(results, phases) {
  const tables = phases.map((phase) => {
    const columns = columnsOf(phase, results);
    const names = /** @type {ContestantName[]} */ (Object.keys(results.samples[phase] ?? {}));
    return table([
      [phase, ...columns.map(([head]) => head)],
      ...names.map((name) => [name, ...columns.map(([, cell]) => cell(name))]),
    ]);
  });
  const troubles = results.troubles.map(
    ({ contestant, phase, trouble, count }) => `! ${contestant}, ${phase}: ${count} × ${trouble}`,
  );
  return [...tables, ...(troubles.length > 0 ? [troubles.join('\n')] : [])].join('\n\n');
}

/**
 * @param {Phase} phase
 * @param {Results} results
 * @returns {readonly Column[]}
 */
function columnsOf(phase, results) {
  /** @type {(head: string, name: string, digits: number) => Column} */
  const figure = (head, name, digits) => [
    head,
    (contestant) => figureWithQuartiles(results.figure(phase, contestant, name), digits),
  ];
  /** @type {(name: string) => readonly Column[]} */
  const ratios = (name) =>
    /** @type {const} */ (['proxy', 'portkey']).map((other) => [
      `/ ${other}`,
      (contestant) =>
        contestant === other ? '1' : figureWithQuartiles(results.ratio(phase, contestant, other, name), 2),
    ]);
  switch (phase) {
    case 'json':
      return [figure('CPU ms/request', 'cpu', 3), ...ratios('cpu')];
    case 'stream':
      return [figure('CPU µs/chunk', 'cpu', 1), ...ratios('cpu')];
    case 'ttft':
      return [
        figure('first token p50 ms', 'firstToken', 2),
        ['added ms', (contestant) => figureWithQuartiles(spread(results.addedFirstToken(contestant)), 2)],
      ];
    case 'held':
      return [
        figure('MB/1,000 streams', 'mbPer1000', 1),
        ...ratios('mbPer1000'),
        figure('upstream ended after ms', 'upstreamEndedMs', 0),
        figure('left open', 'leftOpen', 0),
      ];
  }
}
