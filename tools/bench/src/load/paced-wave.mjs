import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.mjs';
import { meter, NOTHING_USED } from './meter.mjs';
import { requestBodies } from './request-bodies.mjs';
import { StreamedAnswer } from './streamed-answer.mjs';
import { Troubles } from './troubles.mjs';

/**
 * A number of streams at once, at the pace of the simulator. Chunks are counted from when all streams flow until the
 * first one is about to end, so that what a request costs is not in what a chunk costs.
 * @typedef {object} PacedWave
 * @property {'paced-wave'} kind
 * @property {import('./connection.mjs').Target} target
 * @property {import('./meter.mjs').Processes} processes
 * @property {number} streams
 * @property {number} chunks of each stream
 * @property {number} gapMs between chunks, as the simulator was told
 * @property {number} limitMs
 */

/**
 * @typedef {object} PacedWaveResult
 * @property {number} chunks that were counted; none when the machine was so busy that the streams did not overlap
 * @property {import('./meter.mjs').Used} used while they were
 * @property {Troubles} troubles
 */

/** A stream flows with its third chunk: the first came with the headers, the second may have waited for it. */
const FLOWS = 3;
/** Chunks that are left when a stream is about to end. */
const ABOUT_TO_END = 3;

/**
 * @param {PacedWave} plan
 * @returns {Promise<PacedWaveResult>}
 */
export async function pacedWave({ target, processes, streams, chunks, gapMs, limitMs }) {
  const troubles = new Troubles();
  const body = requestBodies(true);
  let flowing = 0;
  let ended = 0;
  let counted = 0;
  /** @type {'not yet' | 'counting' | 'over'} */
  let state = 'not yet';
  let stop = () => NOTHING_USED;
  let used = NOTHING_USED;
  const allEnded = Promise.withResolvers();

  /** @param {StreamedAnswer} stream */
  const onChunk = (stream) => {
    if (state === 'counting') counted += 1;
    if (stream.chunks === chunks - ABOUT_TO_END && state !== 'over') {
      state = 'over';
      used = stop();
    } else if (stream.chunks === FLOWS) {
      flowing += 1;
      if (flowing < streams || state === 'over') return;
      state = 'counting';
      stop = meter(processes);
    }
  };
  /** @param {string | undefined} trouble */
  const onEnd = (trouble) => {
    if (trouble !== undefined) troubles.add(trouble);
    ended += 1;
    if (ended === streams) allEnded.resolve(undefined);
  };

  const clients = Array.from({ length: streams }, () => new Connection(target));
  const deadline = sleep(limitMs, 'late', { ref: false });
  for (const client of clients) {
    client.send(body(), new StreamedAnswer(chunks, { onChunk, onEnd }));
    // Spread over some gaps, for the simulator's timers not to fire all at once.
    await sleep((4 * gapMs) / streams);
  }
  if ((await Promise.race([allEnded.promise, deadline])) === 'late') {
    troubles.add(`${streams - ended} streams not done after ${limitMs} ms`);
  }
  for (const client of clients) client.leave();
  return { chunks: counted, used, troubles };
}
