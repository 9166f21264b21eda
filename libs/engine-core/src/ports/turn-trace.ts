/** What tells whoever is called which call of which trace this is: W3C `traceparent`, and `tracestate` where there is one. */
export type TraceHeaders = Readonly<Record<string, string>>;

/** One call of the model, as the trace of its turn sees it. */
export interface ModelCallTrace {
  /** To send with the request, and with each time that it is tried again. */
  readonly headers: TraceHeaders;
  /** Tells the HTTP status of an answer. The last one counts. */
  answered(status: number): void;
}

/**
 * The trace that a turn belongs to, for whoever calls elsewhere on its behalf. When what happened the turn's events tell; this is for what
 * must be known before.
 */
export interface TurnTrace {
  /** A call of the model begins. Asked by whoever makes it, once for each. */
  modelCall(): ModelCallTrace;
  /** A server tool is about to be called. Asked once for each `tool-call` event, in the same order. */
  toolCall(): TraceHeaders;
}
