import type {
  Fact,
  FactBatch,
  FactScope,
  FactSearch,
  FailedBatch,
  Forgotten,
  Owner,
  Place,
  Standing,
} from '../thread/protocol.js';

export type {
  Fact,
  FactBatch,
  FactScope,
  FactSearch,
  FailedBatch,
  Forgotten,
  Owner,
  Place,
  SpokenText,
  Standing,
} from '../thread/protocol.js';

/**
 * Where mem0's facts are, and how they come to be. All operations reject where mem0 or what it rests on fails (EngineError, whose
 * message holds neither a secret nor a word of what was said) and when the signal aborts; what was begun then may still happen.
 * Changes of one conversation are made one after the other.
 */
export interface FactStore {
  readonly mode: 'open source' | 'platform';
  /** Where facts are kept, for operators. */
  readonly vectorStore: string;
  /** Resolves when all that mem0 understood is kept, be it nothing: it rejects where mem0 itself would tell of nothing. */
  add(batch: FactBatch, signal: AbortSignal): Promise<void>;
  /** Best first, and none of another scope. */
  search(search: FactSearch, signal: AbortSignal): Promise<readonly Fact[]>;
  list(scope: FactScope, limit: number, signal: AbortSignal): Promise<readonly Fact[]>;
  /** Removes what came of batches of a conversation, by the ids of their first messages. */
  undo(run: string, sources: readonly string[], signal: AbortSignal): Promise<void>;
  /** Removes what came of a conversation up to a time. */
  forget(forgotten: Forgotten, signal: AbortSignal): Promise<void>;
  /** Rejects when facts cannot be reached. */
  check(signal: AbortSignal): Promise<void>;
}

/**
 * What the extraction remembers over restarts, and shares among instances. Of these, one alone works at a time. Rejects as
 * {@link FactStore} does.
 */
export interface ExtractionRecords {
  /**
   * The place of the one that works; undefined: another instance holds it.
   * @param instance unique among the instances
   * @param now milliseconds since the epoch
   * @param lease milliseconds for which nobody else is given the place; 0 gives it up
   */
  claim(instance: string, now: number, lease: number, signal: AbortSignal): Promise<Place | undefined>;
  /** Who speaks where; `null`: nobody in particular. */
  seen(
    owners: readonly { readonly run: string; readonly speaker: string | null }[],
    signal: AbortSignal,
  ): Promise<void>;
  /** To be asked before a batch. What was said up to `forgotten` (milliseconds since the epoch) is not to be extracted. */
  begin(run: string, signal: AbortSignal): Promise<{ readonly epoch: number; readonly forgotten?: number }>;
  /** The messages are done with. False: their conversation was forgotten since the epoch, and what came of them must go. */
  done(ids: readonly string[], run: string, epoch: number, signal: AbortSignal): Promise<boolean>;
  /**
   * Keeps a batch for later: its messages are done with for now.
   * @param due when it may be tried again; milliseconds since the epoch
   * @param most batches to keep; of more, the oldest are lost
   */
  fail(batch: FailedBatch, due: number, most: number, signal: AbortSignal): Promise<void>;
  /** Batches that are due. */
  failed(now: number, limit: number, signal: AbortSignal): Promise<readonly FailedBatch[]>;
  /**
   * Everything up to the cursor is done with. False: another instance has taken the place, or all begins anew.
   * @param generation of the place
   */
  advance(instance: string, generation: number, cursor: string, signal: AbortSignal): Promise<boolean>;
  standing(owner: Owner, signal: AbortSignal): Promise<Standing>;
  /** Those of the conversations in which several users speak. */
  shared(runs: readonly string[], signal: AbortSignal): Promise<readonly string[]>;
  /** A conversation is to be forgotten, by whoever comes next if not by this instance. */
  forget(forgotten: Forgotten, signal: AbortSignal): Promise<void>;
  forgetDone(forgotten: Forgotten, signal: AbortSignal): Promise<void>;
  /** What is still to be forgotten, and what was since a time; milliseconds since the epoch. */
  forgotten(since: number, signal: AbortSignal): Promise<readonly Forgotten[]>;
  counts(signal: AbortSignal): Promise<{ readonly failed: number; readonly lost: number }>;
}

/** mem0, opened. */
export interface Mem0Store {
  readonly facts: FactStore;
  readonly records: ExtractionRecords;
  /** Drops all facts and begins from the beginning of the log. The platform's stay until their messages are extracted again. */
  reset(signal: AbortSignal): Promise<void>;
  /** Calls under way are given some seconds to end. Calls after it reject. */
  close(): Promise<void>;
}
