import type { Clock } from '@yychat/engine-core';
import type { MetricsStore, StoreLimits } from '../store/metrics-store.js';

export interface StoreSettings {
  /** Tells what time it is; the cases move it. */
  readonly clock: Clock;
  readonly limits: StoreLimits;
}

export interface StoreUnderTest {
  readonly store: MetricsStore;
  /** Gives back all that was opened for the case, its data included. The stores may have been closed by then. */
  close(): Promise<void>;
  /** What another instance of a service has of the same data; the store itself where only one process may use it. */
  another(): Promise<MetricsStore>;
  /** Opens the same data after the store was closed. Absent: data end with the store. */
  reopen?(): Promise<MetricsStore>;
}

/** Jest's, Vitest's or node:test's own functions will do. */
export interface StoreKitOptions {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
  /** Of the store, for the outermost `describe`. */
  readonly name: string;
  /** An empty store for one case. */
  readonly create: (settings: StoreSettings) => Promise<StoreUnderTest>;
}
