import type { SpanContext } from '@opentelemetry/api';
import type { Clock, ModelCallTrace, TraceHeaders, TurnTrace } from '@yychat/engine-core';

/** A call that has begun, whose span is made at the end of the turn. */
export interface StartedCall {
  readonly context: SpanContext;
  /** As the clock's `monotonic` gave it. */
  readonly start: number;
  /** Of the last HTTP answer. */
  status?: number;
}

export interface TracedTurnParts {
  readonly clock: Clock;
  readonly newSpanId: () => string;
  /** What a call is sent with. */
  readonly headersOf: (context: SpanContext) => TraceHeaders;
}

/** Far more than the pipeline makes; an engine of somebody else's may have no limits. */
const MAX_CALLS = 256;

/** Where one turn stands in its trace, and which calls it has begun. */
export class TracedTurn implements TurnTrace {
  readonly modelCalls: StartedCall[] = [];
  readonly toolCalls: StartedCall[] = [];

  constructor(
    private readonly parts: TracedTurnParts,
    readonly context: SpanContext,
    /** The span of the client's that it belongs to. */
    readonly parent: SpanContext | undefined,
    readonly isSampled: boolean,
  ) {}

  modelCall(): ModelCallTrace {
    const call = this.#begin(this.modelCalls);
    return {
      headers: this.parts.headersOf(call.context),
      answered: (status) => void (call.status = status),
    };
  }

  toolCall(): TraceHeaders {
    return this.parts.headersOf(this.#begin(this.toolCalls).context);
  }

  #begin(calls: StartedCall[]): StartedCall {
    const { clock, newSpanId } = this.parts;
    // A call without a span of its own tells of the turn's: that is as far as the trace goes.
    if (!this.isSampled || calls.length >= MAX_CALLS) return { context: this.context, start: 0 };
    const call = { context: { ...this.context, spanId: newSpanId() }, start: clock.monotonic() };
    calls.push(call);
    return call;
  }
}
