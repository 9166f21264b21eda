import type { Clock } from '@yychat/engine-core';
import { DEFAULT_LIMITS } from '../store/metrics-store.js';
import type { Batch, MetricsStore, ReadAnswer, ReadRequest, StoreLimits } from '../store/metrics-store.js';
import { StoreUnavailableError } from '../store/store-errors.js';
import { BoundedCommands } from './bounded-commands.js';
import { packBatch } from './packed-batch.js';
import { readAnswer, type RawAnswer } from './read-answer.js';
import type { RedisCommands } from './redis-commands.js';
import { RedisKeys } from './redis-keys.js';
import { CLEAR, READ, REMOVE, SLOWEST, WRITE } from './scripts.js';

export interface RedisMetricsStoreOptions {
  /** Connected by whoever hands it in, and left so. It may reject at once while Redis is away. */
  readonly commands: RedisCommands;
  readonly clock: Clock;
  /** Of all keys. Default `yychat:metrics`. */
  readonly prefix?: string;
  /** Milliseconds that Redis has to answer. Default 1,000. */
  readonly deadline?: number;
  readonly limits?: StoreLimits;
}

/** Times that a read is repeated because somebody clears the store meanwhile. */
const MAX_READS = 3;

/** The metrics store of many instances, in Redis 6.2 or later: a call for each batch, a call for each read. */
export class RedisMetricsStore implements MetricsStore {
  readonly #commands: BoundedCommands;
  readonly #clock: Clock;
  readonly #keys: RedisKeys;
  readonly #limits: Required<StoreLimits>;
  /** As this store last heard of it. */
  #generation = 0;

  constructor({
    commands,
    clock,
    prefix = 'yychat:metrics',
    deadline = 1_000,
    limits,
  }: RedisMetricsStoreOptions) {
    this.#commands = new BoundedCommands(commands, clock, deadline);
    this.#clock = clock;
    this.#keys = new RedisKeys(prefix);
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
  }

  async write(batch: Batch): Promise<number> {
    const { keys, values } = packBatch(batch, this.#keys, this.#limits, this.#clock.now());
    const [generation] = (await this.#commands.eval(WRITE, keys, values)) as [string];
    return (this.#generation = Number(generation));
  }

  async read(request: ReadRequest): Promise<ReadAnswer> {
    for (let i = 0; i < MAX_READS; i++) {
      const raw = (await this.#commands.eval(READ, ...this.#toRead(request))) as RawAnswer;
      const answer = readAnswer(raw);
      if (answer !== undefined) return answer;
      this.#generation = Number(raw[0]);
    }
    throw new StoreUnavailableError('The metrics store was cleared again and again.');
  }

  async slowest(engine: string, hours: readonly number[]): Promise<readonly (readonly string[])[]> {
    const keys = hours.map((hour) => this.#keys.slow(this.#generation, hour, engine));
    return (await this.#commands.eval(SLOWEST, [this.#keys.generation, ...keys], [])) as string[][];
  }

  async clear(now: number): Promise<number> {
    const answer = await this.#commands.eval(CLEAR, [this.#keys.generation], [`${Math.floor(now)}`]);
    const [old, generation] = (answer as [string, string]).map(Number) as [number, number];
    this.#generation = generation;
    await this.#remove(old);
    return generation;
  }

  close(): Promise<void> {
    this.#commands.close();
    return Promise.resolve();
  }

  #toRead({ buckets, turnsAfter, eventsAfter, lateAfter }: ReadRequest): [keys: string[], values: string[]] {
    const [generation, keys] = [this.#generation, this.#keys];
    return [
      [
        keys.generation,
        keys.heartbeats,
        ...keys.lists(generation),
        ...buckets.map((bucket) => keys.bucket(generation, bucket)),
      ],
      [generation, this.#limits.heartbeatLifetime, turnsAfter, eventsAfter, lateAfter].map(String),
    ];
  }

  /** Nobody reads what a generation before left; without this it would expire. */
  async #remove(generation: number): Promise<void> {
    const pattern = this.#keys.patternOf(generation);
    let cursor = '0';
    do {
      cursor = (await this.#commands.eval(REMOVE, [this.#keys.generation], [cursor, pattern])) as string;
    } while (cursor !== '0');
  }
}
