import type * as Mem0 from 'mem0ai/oss';
import type { VectorStore } from 'mem0ai/oss';
import { noted } from './call-context.ts';

/** The name of a provider that is an object, not a setting. */
export const HANDED_IN = 'handed_in';

/** What mem0 keeps beside the facts; its own keeps what was said in another file, where no deletion reaches it. */
export interface History {
  getLastMessages(): Promise<readonly { role: string; content: string }[]>;
  addHistory(): Promise<void>;
  getHistory(): Promise<never[]>;
  reset(): Promise<void>;
  close(): void;
}

/** Operations on facts. Others are for telemetry, and may fail. */
const NOTED: readonly (string | symbol)[] = ['insert', 'update', 'delete', 'search', 'list'];

type Create = (provider: string, config: never) => unknown;

/**
 * Teaches mem0's exported factories, which a `Memory` makes all its parts with, to take objects: as the embedder's and the model's
 * `config.model`, the vector store's `config.client` (a function from the collection's name to a store) and the history's
 * `config.store`. Every vector store notes what fails: mem0 3.3.1 reports facts as stored that were not.
 * @returns the factory of vector stores, as it is now
 */
export function acceptHandedIn(mem0: typeof Mem0): typeof Mem0.VectorStoreFactory {
  extend(mem0.EmbedderFactory, ({ model }: { model: unknown }) => model);
  extend(mem0.LLMFactory, ({ model }: { model: unknown }) => model);
  extend(mem0.HistoryManagerFactory, ({ config }: { config: { store: unknown } }) => config.store);
  const stores = mem0.VectorStoreFactory;
  extend(stores, (config: { client: (collection: string) => unknown; collectionName: string }) =>
    config.client(config.collectionName),
  );
  const create = stores.create.bind(stores);
  stores.create = (provider, config) => observed(create(provider, config));
  return stores;
}

function extend(factory: { create: Create }, take: (config: never) => unknown): void {
  const create = factory.create.bind(factory);
  factory.create = (provider, config) => (provider === HANDED_IN ? take(config) : create(provider, config));
}

/** The store as it is; what fails in it is noted on its way to mem0. */
function observed(store: VectorStore): VectorStore {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (!NOTED.includes(name)) return value.bind(target) as unknown;
      return (...given: unknown[]): unknown => {
        const result: unknown = Reflect.apply(value, target, given);
        return result instanceof Promise
          ? result.catch((error: unknown) => {
              throw noted(error);
            })
          : result;
      };
    },
  });
}
