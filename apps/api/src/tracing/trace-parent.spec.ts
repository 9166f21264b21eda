import { describe, expect, it } from '@jest/globals';
import { readTraceParent, traceHeaders } from './trace-parent.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';
const traceparent = `00-${traceId}-${spanId}-01`;

describe('a traceparent', () => {
  it.each([
    [traceparent, 1],
    [` ${traceparent} `, 1],
    [`00-${traceId}-${spanId}-00`, 0],
    // Flags and versions that are not known yet.
    [`00-${traceId}-${spanId}-fe`, 0],
    [`00-${traceId}-${spanId}-03`, 1],
    [`cc-${traceId}-${spanId}-01`, 1],
    [`cc-${traceId}-${spanId}-01-what-comes-later`, 1],
  ])('%j is read', (header, traceFlags) => {
    expect(readTraceParent({ traceparent: header })).toEqual({
      traceId,
      spanId,
      traceFlags,
      isRemote: true,
    });
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `ff-${traceId}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}-1`,
    `00-${traceId}-${spanId}-01-more`,
    `cc-${traceId}-${spanId}-01.more`,
    `${traceparent}, ${traceparent}`,
    `00-${traceId}-${spanId}-01\n`.repeat(2),
  ])('%j is none', (header) => {
    expect(readTraceParent({ traceparent: header })).toBeUndefined();
  });
});

describe('a tracestate', () => {
  const stateOf = (tracestate: string) =>
    readTraceParent({ traceparent, tracestate })?.traceState?.serialize();

  it.each([
    ['a=1,b=2', 'a=1,b=2'],
    ['a=1, ,b=2', 'a=1,b=2'],
    ['a=1,no member,B=2,c=3', 'a=1,c=3'],
    ['', undefined],
    ['no member', undefined],
    [`a=${'x'.repeat(600)}`, undefined],
  ])('%j is taken as %j', (header, taken) => {
    expect(stateOf(header)).toBe(taken);
  });

  it('without a parent is nothing', () => {
    expect(readTraceParent({ tracestate: 'a=1' })).toBeUndefined();
  });
});

describe('the headers of a call', () => {
  it('are what was read', () => {
    const read = readTraceParent({ traceparent, tracestate: 'a=1,b=2' });
    expect(traceHeaders(read!)).toEqual({ traceparent, tracestate: 'a=1,b=2' });
    expect(traceHeaders(readTraceParent({ traceparent })!)).toEqual({ traceparent });
  });
});
