import { randomUUID } from 'node:crypto';
import type { RedisClientType } from '@keyv/redis';
import type { Clock } from '../clock.js';
import { CacheOptionError, TierUnavailableError } from '../errors.js';
import type { NewEntry, RemoteListener, RemoteReading, RemoteTier } from '../tiered/remote-tier.js';
import { KeyvStore } from './keyv-store.js';
import { claimText, newMark, recordBody, recordHead, recordText } from './record.js';
import type { FoundRecord, NewRecord } from './record.js';
import type { RedisConnection } from './redis-connection.js';
import { REPLACE } from './replace-script.js';

const NAME = /^[\w.-]+$/;
/** Keys looked at in one step of clearing. */
const STEP = 200;

/** What all instances that share entries agree on. */
export interface RedisTierOptions {
  /** Letters, digits, `.`, `_`, `-`. Caches with the same prefix, namespace and version share their entries. */
  readonly namespace: string;
  /** Of the shape of the values: entries of another version are not seen. Default 1. */
  readonly version?: number;
  /** What all keys begin with, of the same characters; default `yychat`. */
  readonly prefix?: string;
  /** Characters of JSON above which a value is compressed; default 32,768. */
  readonly compressAbove?: number;
}

/**
 * The tier that instances share, in Redis. Keyv reads, writes and deletes; what it has no words for (claims, conditions, messages) goes to
 * the client.
 */
export class RedisTier<V> implements RemoteTier<V> {
  readonly #connection: RedisConnection;
  readonly #space: string;
  readonly #channel: string;
  readonly #origin = randomUUID();
  readonly #compressAbove: number;
  readonly #maxValueBytes: number;
  readonly #clock: Clock;
  #store: { readonly client: RedisClientType; readonly keyv: KeyvStore<V> } | undefined;

  /** @throws CacheOptionError */
  constructor(
    connection: RedisConnection,
    { namespace, version = 1, prefix = 'yychat', compressAbove = 32_768 }: RedisTierOptions,
    { maxValueBytes, clock }: { readonly maxValueBytes: number; readonly clock: Clock },
  ) {
    for (const [option, name] of Object.entries({ namespace, prefix })) {
      if (!NAME.test(name))
        throw new CacheOptionError(`${option} is to be of letters, digits, ".", "_" and "-".`);
    }
    this.#connection = connection;
    this.#space = `${prefix}:${namespace}:v${version}`;
    this.#channel = `${this.#space}:changes`;
    this.#compressAbove = compressAbove;
    this.#maxValueBytes = maxValueBytes;
    this.#clock = clock;
  }

  isAway(): boolean {
    return this.#connection.isAway();
  }

  readMany(keys: string[]): Promise<RemoteReading<V>[]> {
    return this.#run((keyv) => keyv.getMany(keys).then((found) => this.#checked(keys, found)));
  }

  async write(key: string, entry: NewEntry): Promise<void> {
    const record = await this.#record(key, entry);
    await this.#run(async (keyv, client) => {
      await keyv.set(record, entry.fresh + entry.stale);
      await this.#announce(client, [key]);
    });
  }

  async claim(key: string, expected: string | undefined, lifetime: number): Promise<string | undefined> {
    const mark = newMark();
    return (await this.#replace(key, expected, claimText(mark, key), lifetime)) ? mark : undefined;
  }

  async replace(key: string, expected: string, entry: NewEntry): Promise<boolean> {
    const record = await this.#record(key, entry);
    return this.#replace(key, expected, recordText(record), entry.fresh + entry.stale, this.#message([key]));
  }

  async release(key: string, mark: string): Promise<void> {
    await this.#replace(key, mark, '', 0);
  }

  async remove(keys: readonly string[]): Promise<void> {
    await this.#run(async (keyv, client) => {
      await Promise.all(keys.map((key) => keyv.delete(key)));
      await this.#announce(client, keys);
    });
  }

  async clear(): Promise<void> {
    const pattern = { MATCH: `${this.#space}:*`, COUNT: STEP };
    for (const node of await this.#run((keyv) => keyv.masters())) {
      let cursor = '0';
      do {
        // Each step has a deadline of its own.
        cursor = await this.#run(async (_, client) => {
          const found = await node.scan(cursor, pattern);
          await Promise.all(found.keys.map((key) => client.unlink(key)));
          return found.cursor;
        });
      } while (cursor !== '0');
    }
    await this.#run((_, client) => this.#announce(client, []));
  }

  listen(listener: RemoteListener): () => void {
    const ends = [
      this.#connection.subscribe(this.#channel, {
        message: (text) => this.#hear(listener, text),
        live: (isLive) => listener.inStep(isLive),
      }),
      this.#connection.onChange((state) => {
        if (state === 'up') listener.returned();
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  #run<T>(work: (keyv: KeyvStore<V>, client: RedisClientType) => Promise<T>): Promise<T> {
    return this.#connection.run((client) => {
      if (this.#store?.client !== client) this.#store = { client, keyv: this.#storeOver(client) };
      return work(this.#store.keyv, client);
    });
  }

  #storeOver(client: RedisClientType): KeyvStore<V> {
    const now = (): number => this.#clock.now();
    return new KeyvStore(client, { space: this.#space, maxValueBytes: this.#maxValueBytes, now });
  }

  /** What is no record of the key is removed, even where nobody waits for the answer any more. */
  #checked(keys: readonly string[], found: readonly (FoundRecord<V> | undefined)[]): RemoteReading<V>[] {
    return keys.map((key, index) => {
      const record = found[index];
      if (record === undefined || record.key === key) return record;
      void this.#discard(key);
      return undefined;
    });
  }

  async #discard(key: string): Promise<void> {
    try {
      await this.#run((keyv) => keyv.delete(key));
    } catch (error) {
      // Then it is found, and removed, the next time.
      if (!TierUnavailableError.is(error)) throw error;
    }
  }

  async #record(key: string, { json, bytes, fresh, stale }: NewEntry): Promise<NewRecord> {
    const body = await recordBody(json, this.#compressAbove);
    return { mark: newMark(), key, freshUntil: this.#clock.now() + fresh, fresh, stale, bytes, body };
  }

  /** @param message for other instances; empty: they need not know */
  async #replace(
    key: string,
    expected: string | undefined,
    text: string,
    lifetime: number,
    message = '',
  ): Promise<boolean> {
    const head = expected === undefined ? '' : recordHead(expected);
    const channel = message === '' ? '' : this.#channel;
    const script = {
      keys: [`${this.#space}:${key}`],
      arguments: [head, text, String(lifetime), channel, message],
    };
    return this.#run(async (_, client) => (await client.eval(REPLACE, script)) === 1);
  }

  async #announce(client: RedisClientType, keys: readonly string[]): Promise<void> {
    await client.publish(this.#channel, this.#message(keys));
  }

  /** Who has changed which keys; no keys: all. */
  #message(keys: readonly string[]): string {
    return JSON.stringify([this.#origin, ...keys]);
  }

  #hear(listener: RemoteListener, text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      message = undefined;
    }
    // What is not understood may concern any key.
    if (!Array.isArray(message) || !message.every((part) => typeof part === 'string'))
      return listener.cleared();
    const [origin, ...keys] = message;
    if (origin === this.#origin) return;
    if (keys.length === 0) listener.cleared();
    else listener.removed(keys);
  }
}
