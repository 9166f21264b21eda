import KeyvRedis, { Keyv } from '@keyv/redis';
import type { RedisClientType } from '@keyv/redis';
import { readRecord, recordText } from './record.js';
import type { FoundRecord, NewRecord } from './record.js';

export interface KeyvStoreOptions {
  /** What keys begin with, without the `:` that follows. */
  readonly space: string;
  /** Bytes of JSON; what is larger reads as garbage. */
  readonly maxValueBytes: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Keyv over one client, with options under which it tells the truth and keeps JSON alone. */
export class KeyvStore<V> {
  readonly #keyv: Keyv;
  readonly #redis: KeyvRedis<string>;

  constructor(client: RedisClientType, { space, maxValueBytes, now }: KeyvStoreOptions) {
    // Without `throwOnErrors` on both, a value that was refused counts as stored.
    this.#redis = new KeyvRedis<string>(client, { keyPrefixSeparator: ':', throwOnErrors: true });
    this.#keyv = new Keyv({
      store: this.#redis,
      namespace: space,
      // The store has the prefix already.
      useKeyPrefix: false,
      throwOnErrors: true,
      serialize: ({ value }) => recordText(value as NewRecord),
      // No `expires`: Redis knows when, and a clock that is wrong would delete what others need.
      deserialize: (text: string) => {
        const found = readRecord<V>(text, maxValueBytes, now());
        return (found instanceof Promise ? found.then((value) => ({ value })) : { value: found }) as never;
      },
    });
  }

  /** In the order of the keys. What is not text reads as garbage or as nothing. */
  getMany(keys: string[]): Promise<(FoundRecord<V> | undefined)[]> {
    const [key, another] = keys;
    // A GET is cheaper where it does.
    if (key !== undefined && another === undefined) return this.#get(key);
    // Of a cluster, Keyv asks the nodes past the client that knows when a key has moved.
    if (this.#redis.isCluster())
      return Promise.all(keys.map((each) => this.#get(each))).then((all) => all.flat());
    return this.#keyv.getMany<FoundRecord<V>>(keys);
  }

  async set(record: NewRecord, ttl: number): Promise<void> {
    await this.#keyv.set(record.key, record, ttl);
  }

  async delete(key: string): Promise<void> {
    await this.#keyv.delete(key);
  }

  /** Where a cluster keeps keys: all its masters. */
  masters(): Promise<RedisClientType[]> {
    return this.#redis.getMasterNodes();
  }

  /** An array of one. */
  #get(key: string): Promise<(FoundRecord<V> | undefined)[]> {
    return this.#keyv.get<FoundRecord<V>>(key).then(
      (found) => [found],
      (error: unknown) => {
        if ((error as Error).message.startsWith('WRONGTYPE')) return [{ kind: 'garbage' }];
        throw error;
      },
    );
  }
}
