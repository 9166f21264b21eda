import { beforeEach, describe, expect, it } from '@jest/globals';
import { EngineError, UpstreamError, UpstreamUnreachableError } from '@yychat/engine-core';
import { ManualClock } from './fixtures/manual-clock.js';
import { RecordingLogger } from './fixtures/recording-logger.js';
import { GuardedEmbedder } from './guarded-embedder.js';

const { signal } = new AbortController();
const down = new UpstreamUnreachableError('The upstream cannot be reached.');
const refused = new UpstreamError('Refused.', { status: 400, code: 'bad', type: 'invalid_request_error' });
const vectors = [Float32Array.of(1)];

let clock: ManualClock;
let logger: RecordingLogger;
let asked: (readonly string[])[];
beforeEach(() => {
  clock = new ManualClock();
  logger = new RecordingLogger();
  asked = [];
});

function guard(embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>): GuardedEmbedder {
  const embedder = {
    model: 'm',
    embed: (texts: readonly string[]) => {
      asked.push(texts);
      return embed(texts);
    },
  };
  return new GuardedEmbedder({ embedder, clock, logger, random: () => 0.5 });
}

describe('GuardedEmbedder', () => {
  it('is unknown until it was asked, then ready', async () => {
    const embedder = guard(() => Promise.resolve(vectors));
    expect([embedder.status, embedder.rest]).toEqual(['unknown', 0]);
    expect(await embedder.embed(['a'], signal)).toBe(vectors);
    expect([embedder.status, embedder.reason, embedder.rest]).toEqual(['ready', undefined, 0]);
  });

  it('counts one failure of many at a time', async () => {
    const embedder = guard(() => Promise.reject(down));
    await Promise.allSettled(Array.from({ length: 10 }, () => embedder.embed(['a'], signal)));
    expect([embedder.status, embedder.reason, embedder.rest]).toEqual(['failing', down.message, 1_000]);
    expect(logger.lines).toHaveLength(1);
  });

  it('forgets its failures with the first success', async () => {
    const results = [
      Promise.reject(down),
      Promise.reject(down),
      Promise.resolve(vectors),
      Promise.reject(down),
    ];
    const rests: number[] = [];
    results.forEach((result) => void result.catch(() => undefined));
    const embedder = guard(() => results.shift()!);
    for (let left = results.length; left > 0; left -= 1) {
      await embedder.embed(['a'], signal).catch(() => undefined);
      rests.push(embedder.rest);
    }
    expect(rests).toEqual([1_000, 2_000, 0, 1_000]);
  });

  it('asks whether a text is at fault, before it says so', async () => {
    const embedder = guard(([text]) => (text === 'bad' ? Promise.reject(refused) : Promise.resolve(vectors)));
    await expect(embedder.embed(['bad'], signal)).rejects.toBe(refused);
    expect([embedder.status, embedder.rest]).toEqual(['ready', 0]);
    expect(asked).toEqual([['bad'], ['hello']]);
  });

  it('leaves a refusal of many to be told apart', async () => {
    const embedder = guard(() => Promise.reject(refused));
    await expect(embedder.embed(['a', 'b'], signal)).rejects.toBe(refused);
    expect([embedder.status, embedder.rest, asked.length]).toEqual(['unknown', 0, 1]);
  });

  it('tells of a model that refuses every text that there is none', async () => {
    const embedder = guard(() => Promise.reject(refused));
    await expect(embedder.embed(['a'], signal)).rejects.toMatchObject({ code: 'embeddings_unavailable' });
    expect([embedder.status, embedder.rest]).toEqual(['unavailable', 600_000]);
  });

  it('takes a request that was aborted for no failure', async () => {
    const embedder = guard(() => Promise.reject(down));
    await expect(embedder.embed(['a'], AbortSignal.abort())).rejects.toBe(down);
    expect([embedder.status, embedder.rest, logger.lines]).toEqual(['unknown', 0, []]);
  });

  it('waits no longer than ten minutes, whatever it is asked to', async () => {
    const error = new EngineError('No.', { status: 429, code: 'c', type: 't', retryAfter: 86_400 });
    const embedder = guard(() => Promise.reject(error));
    await expect(embedder.embed(['a'], signal)).rejects.toBe(error);
    expect(embedder.rest).toBe(600_000);
  });

  it('tells nothing of an error that it does not know', async () => {
    const embedder = guard(() => Promise.reject(new Error('my diary')));
    await expect(embedder.embed(['a'], signal)).rejects.toThrow('my diary');
    expect(embedder.reason).toBe('The embedder failed.');
  });
});
