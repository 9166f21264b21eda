import { median } from '../runner/quantiles.mjs';
import { Connection } from './connection.mjs';
import { meter, NOTHING_USED } from './meter.mjs';
import { requestBodies } from './request-bodies.mjs';
import { StreamedAnswer } from './streamed-answer.mjs';
import { Troubles } from './troubles.mjs';
import { WholeAnswer } from './whole-answer.mjs';

/**
 * A number of clients, each of which sends its next request when it has its answer.
 * @typedef {object} ClosedLoop
 * @property {'closed-loop'} kind
 * @property {import('./connection.mjs').Target} target
 * @property {import('./meter.mjs').Processes} processes
 * @property {number} connections
 * @property {number} warmUp requests before measuring begins, at least 1
 * @property {number} requests that are measured
 * @property {number} [chunks] of each answer; absent: answers are not streamed
 * @property {number} limitMs
 */

/**
 * @typedef {object} ClosedLoopResult
 * @property {number} requests that were measured
 * @property {import('./meter.mjs').Used} used
 * @property {number} firstToken median over the streams, ms; NaN without streams
 * @property {Troubles} troubles
 */

/** A contestant that does nothing right need not be asked on. */
const ENOUGH_TROUBLES = 50;

/**
 * @param {ClosedLoop} plan
 * @returns {Promise<ClosedLoopResult>}
 */
export async function closedLoop({ target, processes, connections, warmUp, requests, chunks, limitMs }) {
  const total = warmUp + requests;
  const troubles = new Troubles();
  const body = requestBodies(chunks !== undefined);
  /** @type {number[]} */
  const firstTokens = [];
  let sent = 0;
  let answered = 0;
  let stop = () => NOTHING_USED;
  let used = NOTHING_USED;

  /**
   * @param {string | undefined} trouble
   * @param {StreamedAnswer} [stream]
   */
  const count = (trouble, stream) => {
    answered += 1;
    if (trouble !== undefined) troubles.add(trouble);
    if (stream !== undefined && answered > warmUp) firstTokens.push(stream.timeToFirstToken / 1e3);
    if (answered === warmUp) stop = meter(processes);
    if (answered === total) used = stop();
  };
  /** @param {Connection} client */
  const converse = async (client) => {
    while (sent < total && troubles.total < ENOUGH_TROUBLES) {
      sent += 1;
      await new Promise((resolve) => {
        /** @type {(trouble: string | undefined, stream?: StreamedAnswer) => void} */
        const onEnd = (trouble, stream) => {
          count(trouble, stream);
          resolve(undefined);
        };
        client.send(
          body(),
          chunks === undefined ? new WholeAnswer(onEnd) : new StreamedAnswer(chunks, { onEnd }),
        );
      });
    }
  };

  const clients = Array.from({ length: connections }, () => new Connection(target));
  const late = Promise.withResolvers();
  const timer = setTimeout(() => {
    troubles.add(`not done after ${limitMs} ms`);
    late.resolve(undefined);
  }, limitMs);
  await Promise.race([Promise.all(clients.map(converse)), late.promise]);
  clearTimeout(timer);
  for (const client of clients) client.leave();
  return { requests, used, firstToken: median(firstTokens), troubles };
}
