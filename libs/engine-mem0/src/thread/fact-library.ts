import type { Fact, FactBatch, FactScope, FactSearch, Forgotten } from './protocol.js';

/** mem0, however it is reached. What rejects has done a part, or nothing. */
export interface FactLibrary {
  /** Resolves when all that it understood is kept, be it nothing. */
  add(batch: FactBatch): Promise<void>;
  /** Best first, and none of another scope. */
  search(search: FactSearch): Promise<readonly Fact[]>;
  /** Of 10,000 at most. */
  list(scope: FactScope, limit: number): Promise<readonly Fact[]>;
  /** Removes what came of batches of a conversation. */
  undo(run: string, sources: readonly string[]): Promise<void>;
  /** Removes what came of a conversation up to a time. */
  forget(forgotten: Forgotten): Promise<void>;
  /** Removes everything. */
  clear(): Promise<void>;
  /** Rejects when it cannot be reached. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** What is kept with a fact, under names that mem0 leaves alone. */
export interface Marks {
  readonly user: string;
  readonly run: string;
  readonly source: string;
  readonly time: number;
}

/** A fact by its marks; undefined for one that does not say whose it is. */
export function markedFact(id: unknown, text: unknown, marks: unknown, score = 0): Fact | undefined {
  if (typeof marks !== 'object' || marks === null) return undefined;
  const { user, run, source, time } = marks as Partial<Marks>;
  if (typeof user !== 'string' || typeof run !== 'string' || typeof text !== 'string') return undefined;
  return { id: String(id), text, user, run, source: source ?? '', time: time ?? 0, score };
}

/** mem0 has shown facts of one user to another (issue 6796 of its own): nothing leaves that is not of the scope. */
export function belongs(fact: Fact | undefined, scope: FactScope): fact is Fact {
  if (!fact) return false;
  return 'user' in scope ? fact.user === scope.user : fact.run === scope.run;
}
