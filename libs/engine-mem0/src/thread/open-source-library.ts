import type { Memory, VectorStore, VectorStoreFactory } from 'mem0ai/oss';
import type { DatabaseSync } from 'node:sqlite';
import { calls } from './call-context.ts';
import { belongs, markedFact, type FactLibrary } from './fact-library.ts';
import { acceptHandedIn, HANDED_IN, type History } from './handed-in.ts';
import { preparePostgres } from './prepare-postgres.ts';
import type { Fact, FactBatch, FactScope, FactSearch, Forgotten, OpenSourceSettings } from './protocol.js';
import { SqliteVectors } from './sqlite-vectors.ts';
import { handedInEmbedder, handedInModel, type Ask } from './upstream.ts';

const FACTS = 'mem0_facts';
/** mem0 puts the names that occur in facts into a collection of their own, of this name. */
const ENTITIES = `${FACTS}_entities`;
/**
 * mem0 3.3.1 makes nothing of names that are less alike than 0.5, and asks for 500 that are like one in a question: the last of these
 * count for next to nothing, and would take longer than all the rest.
 */
const ENTITY_LIMITS = { floor: 0.45, most: 100 };
const PAGE = 1_000;
const MOST = 10_000;

/** mem0's own code, in this thread. */
export class OpenSourceLibrary implements FactLibrary {
  readonly #memory: Memory;
  readonly #facts: VectorStore;
  readonly #entities: VectorStore;

  /**
   * @param database for the embedded vector store
   * @param ask what mem0 needs of the upstream
   */
  static async open(
    settings: OpenSourceSettings,
    database: DatabaseSync,
    ask: Ask,
  ): Promise<OpenSourceLibrary> {
    const mem0 = await mem0Library();
    const { open, dimension, takesNumbers } = await storesOf(settings, database, mem0.stores, ask);
    // Each once, for mem0 and for what is done without it.
    const stores = new Map([FACTS, ENTITIES].map((collection) => [collection, open(collection)]));
    await Promise.all([...stores.values()].map((store) => store.initialize()));
    const client = (collection: string): VectorStore | undefined => stores.get(collection);
    const history: History = {
      getLastMessages: () => Promise.resolve(calls.getStore()?.before ?? []),
      addHistory: () => Promise.resolve(),
      getHistory: () => Promise.resolve([]),
      reset: () => Promise.resolve(),
      close: () => undefined,
    };
    const memory = new mem0.Memory({
      vectorStore: { provider: HANDED_IN, config: { client, dimension, collectionName: FACTS } },
      llm: { provider: HANDED_IN, config: { model: handedInModel(ask) } },
      embedder: { provider: HANDED_IN, config: { model: handedInEmbedder(ask, takesNumbers) } },
      historyStore: { provider: HANDED_IN, config: { store: history } as object },
    });
    return new OpenSourceLibrary(memory, [...stores.values()] as [VectorStore, VectorStore]);
  }

  private constructor(memory: Memory, [facts, entities]: readonly [VectorStore, VectorStore]) {
    this.#memory = memory;
    this.#facts = facts;
    this.#entities = entities;
  }

  async add({ user, run, source, time, messages }: FactBatch): Promise<void> {
    await this.#memory.add(
      messages.map((message) => ({ ...message })),
      { userId: user, runId: run, metadata: { user, run, source, time } },
    );
    const failure = calls.getStore()?.failure;
    if (failure) throw failure;
  }

  async search({ query, scope, limit }: FactSearch): Promise<readonly Fact[]> {
    // Where there is nothing, the question need not be embedded.
    const [some] = await this.#facts.list(filtersOf(scope), 1);
    if (some.length === 0) return [];
    const { results } = await this.#memory.search(query, { filters: filtersOf(scope), topK: limit });
    return results
      .map(({ id, memory, metadata, score }) => markedFact(id, memory, metadata, score))
      .filter((fact) => belongs(fact, scope));
  }

  async list(scope: FactScope, limit: number): Promise<readonly Fact[]> {
    const [listed] = await this.#facts.list(filtersOf(scope), Math.min(limit, MOST));
    return listed
      .map(({ id, payload }) => markedFact(id, payload['data'], payload))
      .filter((fact) => belongs(fact, scope));
  }

  async undo(run: string, sources: readonly string[]): Promise<void> {
    for (const { id, source } of await this.list({ run }, MOST))
      if (sources.includes(source)) await this.#facts.delete(id);
  }

  async forget({ run, at }: Forgotten): Promise<void> {
    const facts = await this.list({ run }, MOST);
    const old = facts.filter(({ time }) => time <= at);
    for (const { id } of old) await this.#facts.delete(id);
    if (facts.length === MOST && old.length > 0) await this.forget({ run, at });
    // Names are not dated. Where the conversation has begun anew, its next facts bring theirs along.
    else
      for (let left = await this.#names(run); left.length > 0; left = await this.#names(run))
        for (const { id } of left) await this.#entities.delete(id);
  }

  async clear(): Promise<void> {
    for (const store of [this.#facts, this.#entities]) await store.deleteCol();
  }

  async check(): Promise<void> {
    await this.#facts.list({ user_id: 'nobody' }, 1);
  }

  async close(): Promise<void> {
    for (const store of [this.#facts, this.#entities] as { close?: () => Promise<void> }[])
      await store.close?.();
  }

  async #names(run: string): Promise<readonly { readonly id: string }[]> {
    return (await this.#entities.list({ run_id: run }, PAGE))[0];
  }
}

/** A fresh object each time: mem0 writes into the filters that it is given. */
const filtersOf = (scope: FactScope): Record<string, string> =>
  'user' in scope ? { user_id: scope.user } : { run_id: scope.run };

let library: Promise<{ Memory: typeof Memory; stores: typeof VectorStoreFactory }> | undefined;

function mem0Library(): NonNullable<typeof library> {
  return (library ??= import('mem0ai/oss').then((mem0) => ({
    Memory: mem0.Memory,
    stores: acceptHandedIn(mem0),
  })));
}

interface Stores {
  readonly open: (collection: string) => VectorStore;
  readonly dimension: number;
  /** Vectors are arrays of numbers there, for they are sent as text. */
  readonly takesNumbers: boolean;
}

async function storesOf(
  { vectorStore, dimensions }: OpenSourceSettings,
  database: DatabaseSync,
  factory: typeof VectorStoreFactory,
  ask: Ask,
): Promise<Stores> {
  if (vectorStore.provider === 'embedded') {
    const open = (collection: string): VectorStore =>
      new SqliteVectors(database, collection, collection === ENTITIES ? ENTITY_LIMITS : {});
    // mem0 wants to be told of dimensions, or asks the model; this store takes any.
    return { open, dimension: dimensions ?? 1, takesNumbers: false };
  }
  const dimension = dimensions ?? (await askDimensions(ask));
  const common = { dimension, takesNumbers: true };
  if (vectorStore.provider === 'qdrant') {
    const { url, apiKey } = vectorStore;
    const config = { url, dimension, ...(apiKey !== undefined && { apiKey }) };
    return { ...common, open: (collectionName) => factory.create('qdrant', { ...config, collectionName }) };
  }
  const { connectionString } = vectorStore;
  await preparePostgres(connectionString, [FACTS, ENTITIES], dimension);
  const config = { connectionString, dimension, embeddingModelDims: dimension };
  return { ...common, open: (collectionName) => factory.create('pgvector', { ...config, collectionName }) };
}

async function askDimensions(ask: Ask): Promise<number> {
  const question = { kind: 'embed', texts: ['How long are its vectors?'], optional: false } as const;
  const [vector] = (await ask(question)) as readonly Float32Array[];
  return vector?.length ?? 0;
}
