/** A tool call that the simulated model makes. */
export interface ScriptedToolCall {
  readonly name: string;
  /** An object is sent as its JSON; a string goes out as it is, valid JSON or not. */
  readonly arguments: string | object;
  /** Made up, and unique, when not given. */
  readonly id?: string;
}

/** An error answer in place of a completion. */
export interface ScriptedError {
  /** HTTP status, 400–599. */
  readonly status: number;
  readonly code?: string;
  readonly type?: string;
  readonly message?: string;
  readonly param?: string | null;
  /** Added to the answer's headers, e.g. `{ 'retry-after': '2' }`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in place of the OpenAI envelope, e.g. a proxy's HTML page. */
  readonly body?: string;
}

/**
 * A point in a stream, counted in chunks that carry text or a part of a tool call. The role chunk is not counted: 0 is
 * right after the headers. A point past the end is the moment before the finish reason.
 */
export interface AfterChunks {
  readonly afterChunks: number;
}

/**
 * How one request is answered. What is left out is normal: an empty behaviour is what the simulator does unasked.
 * With none of `reply`, `chunks` and `toolCalls`, the simulator's own reply is given.
 */
export interface Behaviour {
  /** Time before anything is sent, ms. */
  readonly latency?: number;
  /** Time between the headers and the first chunk (not streaming: the body), ms. */
  readonly firstChunk?: number;
  /** Time between two chunks, ms. 0: back to back, as fast as the client reads. */
  readonly gap?: number;
  /** The text, or the text in the chunks it is to be streamed in. */
  readonly reply?: string | readonly string[];
  /** With no `reply`: the number of chunks of filler text. */
  readonly chunks?: number;
  /** Streamed with indexes, the arguments spread over several deltas. */
  readonly toolCalls?: readonly ScriptedToolCall[];
  /** Default: `tool_calls` with tool calls, else `stop`. */
  readonly finishReason?: string;
  /** In place of the estimate; `null`: no usage at all, even when asked for. */
  readonly usage?: object | null;
  /** Fields that the API may add one day. */
  readonly extra?: {
    /** Into every delta that carries something, or the message. */
    readonly delta?: object;
    /** Into every choice. */
    readonly choice?: object;
    /** Into every chunk, or the completion. */
    readonly chunk?: object;
  };
  readonly error?: ScriptedError;
  /** An `error` event in the stream, then its end without `[DONE]`. Not streaming: status 500. */
  readonly streamError?: AfterChunks & { readonly message?: string };
  /** The connection is destroyed. Not streaming: after half of the body. */
  readonly cut?: AfterChunks;
  /** The body ends cleanly without finish reason and `[DONE]`. Not streaming: after half of it. */
  readonly end?: AfterChunks;
  /** The connection is destroyed before any header. */
  readonly refuse?: boolean;
  /** A data line that is not JSON, then the stream goes on. Not streaming: a broken body. */
  readonly malformed?: AfterChunks & { readonly text?: string };
  /** Nothing more is sent and the connection stays open. `headers`: not even headers. */
  readonly silence?: 'headers' | AfterChunks;
  /** The body is sent in pieces of this many bytes, which cuts events and multi-byte characters apart. */
  readonly splitBytes?: number;
  /** Lines of the stream end in CRLF. */
  readonly crlf?: boolean;
  /** A comment line before every event. */
  readonly comments?: boolean;
  /** No chunk says `delta.role`. */
  readonly noRole?: boolean;
}
