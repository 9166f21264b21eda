/** A tool call that the scripted model makes. */
export interface UpstreamToolCall {
  readonly name: string;
  /** A string goes out as it is, valid JSON or not. */
  readonly arguments: string | object;
  readonly id?: string;
}

/** A point in a stream, in chunks that carry text or a part of a tool call; 0 is right after the headers. */
export interface UpstreamPoint {
  readonly afterChunks: number;
}

/** How the upstream answers one request. What is left out is normal. Times in milliseconds. */
export interface UpstreamBehaviour {
  readonly reply?: string | readonly string[];
  /** With no `reply`: the number of chunks of filler text. */
  readonly chunks?: number;
  readonly toolCalls?: readonly UpstreamToolCall[];
  /** `null`: none at all. */
  readonly usage?: object | null;
  /** Fields that the API may add one day: into every delta, choice and chunk. */
  readonly extra?: { readonly delta?: object; readonly choice?: object; readonly chunk?: object };
  readonly error?: {
    readonly status: number;
    readonly code?: string;
    readonly type?: string;
    readonly message?: string;
    readonly param?: string | null;
    readonly headers?: Readonly<Record<string, string>>;
    /** In place of OpenAI's envelope. */
    readonly body?: string;
  };
  /** An `error` event, then the end. Not streaming: status 500. */
  readonly streamError?: UpstreamPoint & { readonly message?: string };
  /** The connection is destroyed. */
  readonly cut?: UpstreamPoint;
  /** The body ends cleanly, without finish reason and `[DONE]`. */
  readonly end?: UpstreamPoint;
  /** The connection is destroyed before any header. */
  readonly refuse?: boolean;
  /** A data line that is no JSON. Not streaming: half a body. */
  readonly malformed?: UpstreamPoint;
  /** Nothing more is sent and the connection stays open. */
  readonly silence?: 'headers' | UpstreamPoint;
  /** The body is sent in pieces of this many bytes. */
  readonly splitBytes?: number;
  readonly crlf?: boolean;
  readonly comments?: boolean;
  readonly noRole?: boolean;
}

/** A message as the upstream received it. */
export interface UpstreamMessage {
  readonly role?: string;
  readonly content?: unknown;
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly type: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
  readonly [field: string]: unknown;
}

export interface UpstreamRequest {
  readonly path: string;
  readonly body: {
    readonly model?: string;
    readonly stream?: boolean;
    readonly messages?: readonly UpstreamMessage[];
    readonly tools?: readonly unknown[];
    readonly tool_choice?: unknown;
    readonly [field: string]: unknown;
  };
}

export interface UpstreamStats {
  /** Chat requests received. */
  readonly requests: number;
  /** Chat requests being answered now. */
  readonly active: number;
  /** Requests whose client went away before the answer was complete. */
  readonly aborted: number;
}

/**
 * The OpenAI-compatible upstream that the kit scripts. `Simulator` of `@yychat/simulator` is one; another has to do
 * what is said here, and to refuse what OpenAI refuses: bare tool schemas, unanswered tool calls, unknown fields.
 */
export interface ScriptedUpstream {
  /** For `OpenAI({ baseURL })`. */
  readonly baseURL: string;
  /** Requests to any route, oldest first. */
  readonly requests: readonly UpstreamRequest[];
  /** One for each of the following chat requests, in order. With none left, it answers in words of its own. */
  enqueue(...behaviours: UpstreamBehaviour[]): void;
  /** Forgets behaviours, requests and counts. */
  reset(): void;
  stats(): UpstreamStats;
  /** Waits until something is so; rejects when it takes too long. */
  waitFor(predicate: () => boolean, timeoutMs?: number): Promise<void>;
  /** Stops, and ends open connections. May be called twice. */
  close(): Promise<void>;
}
