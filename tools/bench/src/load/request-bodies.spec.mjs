import { describe, expect, it } from '@jest/globals';
import { requestBodies } from './request-bodies.mjs';

describe('requestBodies', () => {
  it('makes bodies of about 1 KB, in ASCII', () => {
    const body = requestBodies(true)();
    expect(body.length).toBeGreaterThan(900);
    expect(body.length).toBeLessThan(1_200);
    expect(Buffer.byteLength(body)).toBe(body.length);
  });

  it('repeats no message that a cache could know the answer by', () => {
    const next = requestBodies(false);
    const said = Array.from({ length: 100 }, () => JSON.parse(next()).messages);
    for (const index of [0, 2])
      expect(new Set(said.map((messages) => messages[index].content)).size).toBe(100);
  });

  it('asks for a stream with usage, or for none', () => {
    expect(JSON.parse(requestBodies(true)())).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(JSON.parse(requestBodies(false)()).stream).toBeUndefined();
  });
});
