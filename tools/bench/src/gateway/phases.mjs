/**
 * What is measured, how often and how much of it. Times in ms; `chunks` of each stream, `gapMs` between them.
 * @typedef {object} Size
 * @property {number} rounds of the phases json, stream and ttft
 * @property {WarmUp} warmUp before the phases json, stream and ttft
 * @property {{ connections: number, warmUp: number, requests: number }} json
 * @property {{ streams: number, chunks: number, gapMs: number }} stream
 * @property {{ connections: number, warmUp: number, requests: number, chunks: number, gapMs: number }} ttft
 * @property {Held} held
 * @property {number} limitMs for the whole run
 */

/**
 * Requests of both kinds to a contestant that was just started.
 * @typedef {object} WarmUp
 * @property {number} connections
 * @property {number} json
 * @property {number} streams
 * @property {number} chunks
 * @property {number} gapMs
 */

/**
 * @typedef {object} Held
 * @property {number} rounds
 * @property {WarmUp} warmUp short: what a heap has grown by under load would hide what streams take
 * @property {number} streams
 * @property {number} perSecond how fast they are opened
 * @property {number} gapMs
 * @property {number} holdMs
 */

/** @typedef {'json' | 'stream' | 'ttft' | 'held'} Phase */

/** @type {readonly Phase[]} */
export const PHASES = ['json', 'stream', 'ttft', 'held'];

const pace = { connections: 32, chunks: 40, gapMs: 2 };
const stream = { streams: 40, chunks: 60, gapMs: 10 };
const ttft = { connections: 8, chunks: 8, gapMs: 5 };
const held = { warmUp: { ...pace, json: 400, streams: 80 }, perSecond: 400, gapMs: 2_000, holdMs: 5_000 };

/** @type {Size} */
export const FULL = {
  rounds: 15,
  warmUp: { ...pace, json: 6_000, streams: 1_500 },
  json: { connections: 64, warmUp: 192, requests: 800 },
  stream,
  ttft: { ...ttft, warmUp: 16, requests: 96 },
  held: { ...held, rounds: 3, streams: 2_000 },
  limitMs: 20 * 60_000,
};

/** For a first impression: the contestants are only half warmed up. @type {Size} */
export const QUICK = {
  rounds: 5,
  warmUp: { ...pace, json: 2_000, streams: 400 },
  json: { connections: 64, warmUp: 128, requests: 400 },
  stream,
  ttft: { ...ttft, warmUp: 8, requests: 48 },
  held: { ...held, rounds: 1, streams: 500 },
  limitMs: 5 * 60_000,
};
