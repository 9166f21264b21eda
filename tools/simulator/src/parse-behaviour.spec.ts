import { describe, expect, it } from '@jest/globals';
import type { Behaviour } from './behaviour.js';
import { parseBehaviour } from './parse-behaviour.js';

const everything: Behaviour = {
  latency: 1,
  firstChunk: 0,
  gap: 0.5,
  reply: ['a', 'b'],
  chunks: 3,
  toolCalls: [
    { name: 'f', arguments: {}, id: 'a' },
    { name: 'g', arguments: '' },
  ],
  finishReason: 'stop',
  usage: null,
  extra: { delta: {}, choice: {}, chunk: {} },
  error: {
    status: 429,
    code: 'c',
    type: 't',
    message: 'm',
    param: null,
    headers: { 'retry-after': '1' },
    body: 'b',
  },
  streamError: { afterChunks: 1, message: 'm' },
  cut: { afterChunks: 0 },
  end: { afterChunks: 0 },
  refuse: true,
  malformed: { afterChunks: 1, text: 't' },
  silence: 'headers',
  splitBytes: 1,
  crlf: true,
  comments: true,
  noRole: false,
};

describe('a behaviour', () => {
  it('can be everything at once', () => {
    expect(parseBehaviour(everything, 'sim')).toEqual(everything);
    expect(parseBehaviour({ silence: { afterChunks: 2 }, reply: 'a', usage: {} }, 'sim')).toBeDefined();
  });

  it.each([
    [null, 'sim must be an object'],
    [[], 'sim must be an object'],
    [{ latncy: 1 }, 'sim.latncy is not known'],
    [{ constructor: 1 }, 'sim.constructor is not known'],
    [{ latency: '1' }, 'sim.latency must be a number, 0 or more'],
    [{ gap: -1 }, 'sim.gap must be'],
    [{ reply: [1] }, 'sim.reply must be a string or an array of strings'],
    [{ chunks: 1.5 }, 'sim.chunks must be a whole number, from 0 to 1000000'],
    [{ toolCalls: {} }, 'sim.toolCalls must be an array'],
    [{ toolCalls: [{ name: 'f' }] }, 'sim.toolCalls[0].arguments is missing'],
    [
      { toolCalls: [{ name: 'f', arguments: 1 }] },
      'sim.toolCalls[0].arguments must be a string or an object',
    ],
    [{ usage: 1 }, 'sim.usage must be an object or null'],
    [{ extra: { delta: 1 } }, 'sim.extra.delta must be an object'],
    [{ error: {} }, 'sim.error.status is missing'],
    [{ error: { status: 200 } }, 'sim.error.status must be a whole number, from 400 to 599'],
    [{ error: { status: 500, headers: { a: 1 } } }, 'sim.error.headers.a must be a string'],
    [{ cut: true }, 'sim.cut must be an object'],
    [{ end: {} }, 'sim.end.afterChunks is missing'],
    [{ refuse: 'yes' }, 'sim.refuse must be true or false'],
    [{ silence: 'body' }, "sim.silence must be 'headers' or {afterChunks}"],
    [{ splitBytes: 0 }, 'sim.splitBytes must be a whole number, 1 or more'],
  ])('is refused as %j', (value, message) => {
    expect(() => parseBehaviour(value, 'sim')).toThrow(message);
  });
});
