import type { Attributes, HrTime, SpanContext, SpanKind } from '@opentelemetry/api';
import { SpanStatusCode } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** A span that is over. */
export interface FinishedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly context: SpanContext;
  readonly parent: SpanContext | undefined;
  /** Milliseconds since the epoch, with a fraction; the end is not before the start. */
  readonly start: number;
  readonly end: number;
  readonly attributes: Attributes;
  readonly hasFailed: boolean;
}

/** Takes the spans of turns. Must not throw or block. */
export type SpanSink = (span: FinishedSpan) => void;

/** What all spans of this process have in common. */
export interface SpanOrigin {
  readonly resource: Resource;
  readonly scope: { readonly name: string; readonly version: string };
}

/**
 * The form that the SDK's processors take. The SDK's own spans are objects that are filled while something goes on; these are made when
 * all is known, at a fraction of the cost.
 */
export function readableSpan(span: FinishedSpan, { resource, scope }: SpanOrigin): ReadableSpan {
  const { name, kind, context, parent, attributes } = span;
  const startTime = hrTime(span.start);
  const endTime = hrTime(span.end);
  return {
    name,
    kind,
    spanContext: () => context,
    ...(parent !== undefined && { parentSpanContext: parent }),
    startTime,
    endTime,
    duration: difference(startTime, endTime),
    // Never with a message: those of errors may quote what was said.
    status: { code: span.hasFailed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes,
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Seconds, and nanoseconds. Grows with its argument, so that what lies within something else still does. */
function hrTime(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1_000);
  return [seconds, Math.min(Math.round((milliseconds - seconds * 1_000) * 1e6), 999_999_999)];
}

function difference(from: HrTime, to: HrTime): HrTime {
  const nanoseconds = to[1] - from[1];
  return nanoseconds < 0 ? [to[0] - from[0] - 1, nanoseconds + 1e9] : [to[0] - from[0], nanoseconds];
}
