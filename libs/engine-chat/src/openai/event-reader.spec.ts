import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventReader } from './event-reader.js';

function read(pieces: readonly Buffer[], maxLength = 1_000_000): { data: string[]; tooLong: number } {
  const seen = { data: [] as string[], tooLong: 0 };
  const reader = new EventReader({
    onData: (data) => seen.data.push(data),
    onTooLong: () => seen.tooLong++,
    maxLength,
  });
  for (const piece of pieces) reader.feed(piece);
  return seen;
}

/** The bytes, cut at the given places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end));
}

const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n]/g, ' '));
const event = fc.oneof(
  line.map((text) => ({ wire: `data: ${text}\n\n`, data: [text] })),
  line.map((text) => ({ wire: `data: ${text}\r\n\r\n`, data: [text] })),
  line.map((text) => ({ wire: `data:${text.trimStart()}\n\n`, data: [text.trimStart()] })),
  line.map((text) => ({ wire: `: ${text}\n\n`, data: [] })),
  line.map((text) => ({ wire: `event: e\ndata: ${text}\n\n`, data: [text] })),
  fc.tuple(line, line).map(([a, b]) => ({ wire: `data: ${a}\ndata: ${b}\n\n`, data: [`${a}\n${b}`] })),
);

describe('reading server-sent events', () => {
  it('finds the same events wherever the bytes are cut, whatever their form', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        (events, places) => {
          const bytes = Buffer.from(events.map(({ wire }) => wire).join(''));
          expect(read(cut(bytes, places)).data).toEqual(events.flatMap(({ data }) => data));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('finds many events in one read, and none in an event that has not ended', () => {
    expect(read([Buffer.from('data: a\n\ndata: b\n\ndata: c')]).data).toEqual(['a', 'b']);
  });

  it('says that an event is too long', () => {
    const seen = read([Buffer.from(`data: ${'x'.repeat(200)}`)], 100);
    expect(seen.data).toEqual([]);
    expect(seen.tooLong).toBe(1);
  });
});
