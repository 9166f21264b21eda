import type { LogSettings, RandomRuns } from '@yychat/engine-core/testing';
import type { ConversationStore } from '../store/conversation-store.js';
import type { KitOptions } from './kit-options.js';

export interface StoreUnderTest {
  readonly store: ConversationStore;
  /** Gives back all that was opened for the case, its data included. The store may have been closed by then. */
  close(): Promise<void>;
  /** Opens the same data, for a store that is durable. The one before has been closed by then. */
  reopen?(): Promise<ConversationStore>;
  /** Opens the same data a second time, as another instance of a service does, for a store that several may use at once. */
  another?(): Promise<ConversationStore>;
}

export interface ConversationStoreKitOptions
  extends Pick<KitOptions, 'describe' | 'it' | 'name'>, RandomRuns {
  /** An empty store for one case. */
  readonly create: (settings: LogSettings) => Promise<StoreUnderTest>;
  /** Whether the store, as it is made here, can keep embeddings; default true. */
  readonly embeddings?: boolean;
}
