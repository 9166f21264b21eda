import type { AlertStore } from '../ports/alert-store.js';
import type { Lease } from '../ports/lease.js';

/** Jest's, Vitest's or node:test's own functions will do. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

export interface StoreUnderTest {
  readonly store: AlertStore;
  /** Gives back all that was opened for the case, its data included. */
  close(): Promise<void>;
  /** Opens the same data once more, as after a restart; for a store that is durable. */
  reopen?(): Promise<AlertStore>;
}

export interface AlertStoreKitOptions extends Runner {
  /** What the cases are listed under. */
  readonly name: string;
  /** An empty store that keeps `historyKept` entries. */
  readonly create: (settings: { readonly historyKept: number }) => Promise<StoreUnderTest>;
}

export interface LeasesUnderTest {
  /** The same lease as another process would have it. */
  another(): Lease;
  /** Lets so much time pass that a lease whose holder says nothing is over. */
  expire(): Promise<void>;
  close(): Promise<void>;
}

export interface LeaseKitOptions extends Runner {
  readonly name: string;
  readonly create: () => Promise<LeasesUnderTest>;
}
