import { describe, expect, it } from '@jest/globals';
import { CHUNK_POSITIONS } from '../recall/packed-postings.js';
import type { Session } from '../recall/posting-source.js';
import { packSession, unpackSessions } from './packed-sessions.js';

describe('Packed sessions', () => {
  it('come out as they went in, counted from where their chunk begins', () => {
    const start = 3 * CHUNK_POSITIONS;
    const sessions = [
      { first: start, time: Date.UTC(2026, 0, 2) },
      { first: start + 5, time: -1.5 },
      { first: start + CHUNK_POSITIONS - 1, time: 2 ** 52 },
    ];
    const unpacked: Session[] = [];
    unpackSessions(Buffer.concat(sessions.map(packSession)), start, unpacked);
    expect(unpacked).toEqual(sessions);
  });
});
