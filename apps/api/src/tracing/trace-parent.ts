import { createTraceState, type SpanContext } from '@opentelemetry/api';
import type { TraceHeaders } from '@yychat/engine-core';
import type { IncomingHttpHeaders } from 'node:http';

/** Version, trace, span and flags; later versions may have more after them. https://www.w3.org/TR/trace-context/ */
const TRACEPARENT = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const SAMPLED = 1;

/** The span of the caller's from which a request came; undefined if it tells of none, or not as W3C says. */
export function readTraceParent({ traceparent, tracestate }: IncomingHttpHeaders): SpanContext | undefined {
  if (typeof traceparent !== 'string') return undefined;
  const [, version, traceId, spanId, flags, more] = TRACEPARENT.exec(traceparent.trim()) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (version === '00' && more !== undefined) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is in a package that is the SDK's own
  const traceState = typeof tracestate === 'string' ? createTraceState(tracestate) : undefined;
  return {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & SAMPLED,
    isRemote: true,
    // Only members that are as W3C says are left of it, and nothing of one that is too long.
    ...(traceState !== undefined && traceState.serialize() !== '' && { traceState }),
  };
}

/** The headers that make this span the parent of what is called with them. */
export function traceHeaders({ traceId, spanId, traceFlags, traceState }: SpanContext): TraceHeaders {
  const traceparent = `00-${traceId}-${spanId}-0${traceFlags}`;
  return traceState === undefined ? { traceparent } : { traceparent, tracestate: traceState.serialize() };
}
