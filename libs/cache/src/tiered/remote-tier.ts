import type { ChosenLifetime } from '../lifetime.js';

/** A value that the tier has. */
export interface RemoteEntry<V> {
  readonly kind: 'entry';
  readonly value: V;
  /** Of its JSON, about. */
  readonly bytes: number;
  /** Milliseconds that it stays fresh; 0: it is stale. */
  readonly fresh: number;
  /** Milliseconds that it may stand in for a factory that fails, after those. */
  readonly stale: number;
  /** Another one for each write. */
  readonly mark: string;
}

/** Says that some instance is making the value. */
export interface RemoteClaim {
  readonly kind: 'claim';
  readonly mark: string;
}

export type RemoteReading<V> = RemoteEntry<V> | RemoteClaim | undefined;

/** A value on its way to the tier. */
export interface NewEntry extends ChosenLifetime {
  readonly json: string;
  /** Of `json`, in UTF-8. */
  readonly bytes: number;
}

/** What other instances have done to the tier. */
export interface RemoteListener {
  removed(keys: readonly string[]): void;
  cleared(): void;
  /** `true`: from now on nothing is missed, but something may have been before. `false`: news may be missed. */
  inStep(hears: boolean): void;
  /** The tier can be used again. */
  returned(): void;
}

/**
 * A tier that instances share, behind the memory of each. Everything rejects with a {@link TierUnavailableError} where the tier cannot
 * do it, soon enough for a caller who waits. Garbage reads as `undefined`. Changes are announced to the listeners of other instances,
 * after they are made.
 */
export interface RemoteTier<V> {
  /** Whether everything would be rejected at once; asked instead of doing it, because that is cheaper. */
  isAway(): boolean;
  /** In the order of the keys. */
  readMany(keys: string[]): Promise<RemoteReading<V>[]>;
  write(key: string, entry: NewEntry): Promise<void>;
  /**
   * Claims a key that has nothing (`expected` undefined), or what `expected` marks.
   * @param lifetime milliseconds after which the claim is void
   * @returns the mark of the claim; `undefined`: somebody was faster
   */
  claim(key: string, expected: string | undefined, lifetime: number): Promise<string | undefined>;
  /** Puts a value in the place of what `expected` marks. False: that is gone. */
  replace(key: string, expected: string, entry: NewEntry): Promise<boolean>;
  /** Takes a claim back. */
  release(key: string, mark: string): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  clear(): Promise<void>;
  /** @returns what ends the listening */
  listen(listener: RemoteListener): () => void;
}
