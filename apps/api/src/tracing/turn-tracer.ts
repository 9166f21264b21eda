import { ROOT_CONTEXT, SpanKind, trace, TraceFlags, type SpanContext } from '@opentelemetry/api';
import type { Sampler } from '@opentelemetry/sdk-trace';
import { SamplingDecision, type IdGenerator } from '@opentelemetry/sdk-trace';
import type { Clock } from '@yychat/engine-core';
import type { IncomingHttpHeaders } from 'node:http';
import type { TurnContext, TurnListener, TurnObserver } from '../chat/turn-listener.js';
import type { SpanSink } from './span.js';
import { CHAT, type Upstream } from './span-attributes.js';
import { readTraceParent, traceHeaders } from './trace-parent.js';
import { TracedTurn, type TracedTurnParts } from './traced-turn.js';
import { TurnRecording } from './turn-recording.js';
import { TurnSpans } from './turn-spans.js';

export interface TurnTracerParts {
  readonly clock: Clock;
  readonly sampler: Sampler;
  readonly ids: IdGenerator;
  /** Whether traces come in with requests and go on with calls. */
  readonly propagates: boolean;
  readonly upstream: Upstream;
  readonly sink: SpanSink;
}

const NO_HEADERS = {};
const unobserved: TurnObserver = { onEvent: () => undefined, onEnd: () => undefined };

/** Gives each turn its place in a trace when it begins, and makes its spans when it is over. */
export class TurnTracer implements TurnListener {
  readonly #parts: TurnTracerParts;
  readonly #turnParts: TracedTurnParts;

  constructor(parts: TurnTracerParts) {
    this.#parts = parts;
    const { clock, ids, propagates } = parts;
    this.#turnParts = {
      clock,
      newSpanId: () => ids.generateSpanId(),
      headersOf: propagates ? traceHeaders : () => NO_HEADERS,
    };
  }

  /** @param headers of the request */
  begin(headers: IncomingHttpHeaders): TracedTurn {
    const { ids, propagates } = this.#parts;
    const parent = propagates ? readTraceParent(headers) : undefined;
    const traceId = parent?.traceId ?? ids.generateTraceId();
    const { isSampled, traceState } = this.#sample(traceId, parent);
    const context = {
      traceId,
      spanId: ids.generateSpanId(),
      traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
      ...(traceState !== undefined && { traceState }),
    };
    return new TracedTurn(this.#turnParts, context, parent, isSampled);
  }

  onTurn(context: TurnContext): TurnObserver {
    const { clock, upstream, sink } = this.#parts;
    const traced = context.trace;
    if (traced?.isSampled !== true) return unobserved;
    const begun = { context, trace: traced, epoch: clock.now(), monotonic: clock.monotonic() };
    return new TurnRecording(begun, (turn) => {
      for (const span of new TurnSpans(turn, upstream, this.#turnParts.newSpanId).spans) sink(span);
    });
  }

  #sample(traceId: string, parent: SpanContext | undefined) {
    const around = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
    const { decision, traceState = parent?.traceState } = this.#parts.sampler.shouldSample(
      around,
      traceId,
      CHAT,
      SpanKind.SERVER,
      {},
      [],
    );
    return { isSampled: decision === SamplingDecision.RECORD_AND_SAMPLED, traceState };
  }
}
