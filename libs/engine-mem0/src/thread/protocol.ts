/**
 * What the service and mem0's thread say to each other. Types alone: Node runs the files of the thread by themselves, so they may
 * import no more than each other (with the ending `.ts`), Node's own modules and packages.
 */

/** Where mem0 keeps what it understood, in open source mode. */
export type VectorStoreSettings =
  /** A file in the directory. */
  | { readonly provider: 'embedded' }
  /** PostgreSQL with the extension `vector`. */
  | { readonly provider: 'pgvector'; readonly connectionString: string }
  /** Needs the package `@qdrant/js-client-rest`. */
  | { readonly provider: 'qdrant'; readonly url: string; readonly apiKey?: string };

export interface OpenSourceSettings {
  readonly mode: 'open source';
  readonly vectorStore: VectorStoreSettings;
  /** Facts of another model are dropped, for vectors of two models cannot be compared: they are extracted anew. */
  readonly embeddingModel: string;
  /** Of its vectors; undefined: the model is asked, where the vector store has to know. */
  readonly dimensions?: number;
}

export interface PlatformSettings {
  readonly mode: 'platform';
  readonly apiKey: string;
  readonly baseURL: string;
}

export interface ThreadSettings {
  /** All files are written below it. */
  readonly directory: string;
  readonly library: OpenSourceSettings | PlatformSettings;
  /** PostgreSQL for the records of the extraction, where several instances share one log; undefined: a file in the directory. */
  readonly recordsIn?: string;
}

/** Opaque keys of one user and one conversation, unique over all tenants. */
export interface Owner {
  readonly user: string;
  readonly run: string;
}

/** Whose facts are looked for: a user's, or a conversation's. */
export type FactScope = { readonly user: string } | { readonly run: string };

export interface SpokenText {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** Some messages in a row, of one user and one conversation. */
export interface FactBatch extends Owner {
  /** Id of its first message: what came of it can be undone by that. */
  readonly source: string;
  /** When it was said; milliseconds since the epoch. */
  readonly time: number;
  readonly messages: readonly SpokenText[];
  /** What was said just before, for the sense of it; nothing is extracted from these. */
  readonly before: readonly SpokenText[];
}

export interface FactSearch {
  readonly query: string;
  readonly scope: FactScope;
  readonly limit: number;
}

export interface Fact extends Owner {
  readonly id: string;
  readonly text: string;
  /** Id of the first message of the batch that it came from. */
  readonly source: string;
  /** When that was said; milliseconds since the epoch. */
  readonly time: number;
  /** Higher is better; comparable within one answer. 0 in a list. */
  readonly score: number;
}

/** How far the extraction has come, for whoever recalls in one conversation. */
export interface Standing {
  /** The log is extracted up to this cursor; undefined: nothing is yet. */
  readonly cursor?: string;
  /** The oldest message of the user or the conversation that was given up for now; milliseconds since the epoch. */
  readonly failedSince?: number;
  /** Nobody but this user speaks in the conversation. */
  readonly alone: boolean;
}

/** What an instance works on while it holds the place. */
export interface Place {
  readonly cursor?: string;
  /** Grows whenever all begins anew. */
  readonly generation: number;
  /** Ids of messages after the cursor that are done with. */
  readonly done: readonly string[];
}

/** A batch that was given up for now. Its text is in the log alone. */
export interface FailedBatch extends Owner {
  /** Ids of its messages, in order. */
  readonly ids: readonly string[];
  /** The messages are to be found in the log after this cursor, among the next {@link FailedBatch.span}. */
  readonly after?: string;
  readonly span: number;
  /** Of its first message; milliseconds since the epoch. */
  readonly time: number;
  /** How often it was given up, from 1. */
  readonly rounds: number;
  /** Why, without a word of what was said. */
  readonly reason: string;
}

export interface Forgotten {
  readonly run: string;
  /** What was said until then is forgotten; milliseconds since the epoch. */
  readonly at: number;
}

/** What the service asks of the thread: argument and result of each operation. */
export interface Operations {
  'facts.add': (batch: FactBatch) => void;
  'facts.search': (search: FactSearch) => readonly Fact[];
  'facts.list': (query: { readonly scope: FactScope; readonly limit: number }) => readonly Fact[];
  'facts.undo': (query: { readonly run: string; readonly sources: readonly string[] }) => void;
  'facts.forget': (forgotten: Forgotten) => void;
  'facts.check': (nothing: undefined) => void;
  'records.claim': (query: {
    readonly instance: string;
    readonly now: number;
    readonly lease: number;
  }) => Place | undefined;
  /** `speaker` is null where nobody in particular speaks. */
  'records.seen': (owners: readonly { readonly run: string; readonly speaker: string | null }[]) => void;
  'records.begin': (run: string) => { readonly epoch: number; readonly forgotten?: number };
  'records.done': (query: {
    readonly ids: readonly string[];
    readonly run: string;
    readonly epoch: number;
  }) => boolean;
  'records.fail': (query: {
    readonly batch: FailedBatch;
    readonly due: number;
    readonly most: number;
  }) => void;
  'records.advance': (query: {
    readonly instance: string;
    readonly generation: number;
    readonly cursor: string;
  }) => boolean;
  'records.standing': (owner: Owner) => Standing;
  'records.shared': (runs: readonly string[]) => readonly string[];
  'records.forget': (forgotten: Forgotten) => void;
  'records.forgotten': (since: number) => readonly Forgotten[];
  'records.forgetDone': (forgotten: Forgotten) => void;
  'records.failed': (query: { readonly now: number; readonly limit: number }) => readonly FailedBatch[];
  'records.counts': (nothing: undefined) => { readonly failed: number; readonly lost: number };
  reset: (nothing: undefined) => void;
}

export type Operation = keyof Operations;
export type Argument<Name extends Operation> = Parameters<Operations[Name]>[0];
export type Result<Name extends Operation> = ReturnType<Operations[Name]>;

/** What mem0 needs of the upstream. */
export type Question =
  | {
      readonly kind: 'generate';
      readonly messages: readonly { readonly role: string; readonly content: string }[];
    }
  | { readonly kind: 'embed'; readonly texts: readonly string[]; readonly optional: boolean };

export type ToThread =
  | { readonly type: 'call'; readonly id: number; readonly operation: Operation; readonly argument: unknown }
  | { readonly type: 'abort'; readonly id: number }
  | { readonly type: 'answer'; readonly question: number; readonly value: unknown }
  | { readonly type: 'refusal'; readonly question: number };

export type FromThread =
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  /** `reason` names what failed, without a secret or a word of what was said. */
  | { readonly type: 'failure'; readonly id: number; readonly reason: string }
  | { readonly type: 'question'; readonly id: number; readonly call: number; readonly question: Question };
