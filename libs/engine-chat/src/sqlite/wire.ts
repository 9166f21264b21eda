import type {
  ConversationKey,
  ConversationSummary,
  LoggedTurn,
  LogStretch,
  MemoryScope,
  MessagePage,
  MessageQuery,
} from '@yychat/engine-core';
import type {
  EmbeddedMessage,
  PendingMessages,
  RecalledMessage,
  StoreQuery,
} from '../store/conversation-store.js';
import type { PendingRequest } from './embeddings.js';
import { FileProblem } from './file-problem.js';
import type { StoreFileProblem } from './file-problem.js';

/** What the client asks of the thread of the store, and what is answered. */
export interface Calls {
  readonly append: { readonly argument: LoggedTurn; readonly result: undefined };
  readonly messages: {
    readonly argument: { readonly key: ConversationKey; readonly query: MessageQuery };
    readonly result: MessagePage;
  };
  readonly summary: { readonly argument: ConversationKey; readonly result: ConversationSummary };
  readonly delete: {
    readonly argument: { readonly key: ConversationKey; readonly now: number };
    readonly result: number;
  };
  readonly entries: {
    readonly argument: { readonly cursor: string | undefined; readonly limit: number };
    readonly result: LogStretch;
  };
  readonly pending: { readonly argument: PendingRequest; readonly result: PendingMessages };
  readonly embedded: {
    readonly argument: { readonly model: string; readonly messages: readonly EmbeddedMessage[] };
    readonly result: undefined;
  };
  readonly recall: { readonly argument: StoreQuery; readonly result: readonly RecalledMessage[] };
  readonly version: { readonly argument: MemoryScope; readonly result: string };
  readonly check: { readonly argument: undefined; readonly result: undefined };
}

export type CallName = keyof Calls;

export type Request<Name extends CallName = CallName> = {
  [N in Name]: { readonly id: number; readonly call: N; readonly argument: Calls[N]['argument'] };
}[Name];

/** From the client: a request, one taken back, or the end, after all that came before it. */
export type ToStore = Request | { readonly cancel: number } | { readonly end: true };

/** An error on its way between threads. */
export interface Failure {
  readonly message: string;
  /** Of a {@link FileProblem}. */
  readonly problem?: StoreFileProblem;
}

export interface Reply {
  readonly id: number;
  /**
   * JSON, so that its objects are made by the one who reads them: a clone's are of another realm where a test runner has its own.
   * Undefined for nothing.
   */
  readonly result?: string;
  readonly failure?: Failure;
}

/** To the client: first whether the store is open, then replies. */
export type FromStore =
  | { readonly opened: { readonly embeddingsMissing: string | undefined } }
  | { readonly refused: Failure }
  | { readonly replies: readonly Reply[] }
  /** Something failed that nobody waits for: the clearing of what deletions left. */
  | { readonly trouble: Failure };

export function toFailure(error: unknown): Failure {
  // Not by its class: SQLite's errors may be of another realm.
  const said = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  const message = String(said);
  return error instanceof FileProblem ? { message, problem: error.problem } : { message };
}
