import { setTimeout as sleep } from 'node:timers/promises';
import { nowUs } from '../runner/clock.mjs';
import { median } from '../runner/quantiles.mjs';
import { residentMb } from '../runner/memory.mjs';
import { Connection } from './connection.mjs';
import { meter } from './meter.mjs';
import { requestBodies } from './request-bodies.mjs';
import { StreamedAnswer } from './streamed-answer.mjs';
import { Troubles } from './troubles.mjs';

/**
 * Slow streams that are all open at once for a while, until all clients leave in the middle of them.
 * @typedef {object} HeldStreams
 * @property {'held-streams'} kind
 * @property {import('./connection.mjs').Target} target
 * @property {import('./meter.mjs').Processes} processes
 * @property {number} streams
 * @property {number} perSecond how fast they are opened
 * @property {number} gapMs between chunks, as the simulator was told
 * @property {number} holdMs from when all are open
 * @property {number} limitMs until all are open
 */

/**
 * @typedef {object} HeldStreamsResult
 * @property {number} opened streams that brought a chunk
 * @property {number} growthMb of the contestant's memory, from before the first stream to while all are open
 * @property {import('./meter.mjs').Used} used while all were open
 * @property {number} leftAt when the clients had left, µs
 * @property {Troubles} troubles
 */

/** Streams that are opened together. */
const BATCH = 20;
/** Between two looks at the memory, ms. */
const LOOK = 250;

/**
 * @param {HeldStreams} plan
 * @returns {Promise<HeldStreamsResult>}
 */
export async function heldStreams({ target, processes, streams, perSecond, gapMs, holdMs, limitMs }) {
  const troubles = new Troubles();
  const body = requestBodies(true);
  const before = residentMb(processes.contestant);
  /** @type {Set<StreamedAnswer>} */
  const alive = new Set();
  const allOpen = Promise.withResolvers();
  const clients = Array.from({ length: streams }, () => new Connection(target));
  let opened = 0;
  const listener = {
    /** @param {StreamedAnswer} stream */
    onChunk: (stream) => {
      if (stream.chunks === 1) opened += 1;
      if (opened === streams) allOpen.resolve(undefined);
      alive.add(stream);
    },
    /** @param {string | undefined} trouble */
    onEnd: (trouble) => troubles.add(trouble ?? 'a stream ended before its client left'),
  };

  const deadline = sleep(limitMs, undefined, { ref: false });
  for (const [index, client] of clients.entries()) {
    client.send(body(), new StreamedAnswer(Infinity, listener));
    if ((index + 1) % BATCH === 0) await sleep((BATCH / perSecond) * 1e3);
  }
  await Promise.race([allOpen.promise, deadline]);
  if (opened < streams)
    troubles.add(`${streams - opened} of ${streams} streams did not begin within ${limitMs} ms`);

  alive.clear();
  const stop = meter(processes);
  const looks = [];
  for (let held = 0; held < holdMs; held += LOOK) {
    await sleep(LOOK);
    looks.push(residentMb(processes.contestant));
  }
  const used = stop();
  if (holdMs > 2 * gapMs && alive.size < opened) troubles.add(`${opened - alive.size} streams fell silent`);
  for (const client of clients) client.leave();
  return { opened, growthMb: median(looks) - before, used, leftAt: nowUs(), troubles };
}
