import type { EventEmitter } from 'node:events';
import type { RedisClientOptions, RedisClientType } from '@keyv/redis';
import type { Clock } from '../clock.js';
import { createDriver } from './driver.js';
import type { Driver, DriverOptions } from './driver.js';
import { readFailure } from './failure.js';
import { reconnectDelay } from './reconnect-delay.js';

export interface KeptDriverParts {
  readonly clock: Clock;
  readonly random: () => number;
  /** It has just been connected. */
  readonly onReady: () => void;
  /** It has no connection, for this reason. */
  readonly onLost: (error: unknown) => void;
}

/** A client that is connected for ever: one that has given up, or cannot be trusted, gives way to another. */
export class KeptDriver {
  readonly #options: DriverOptions;
  readonly #parts: KeptDriverParts;
  #driver: Driver;
  #replacements = 0;
  #isClosed = false;

  constructor(options: DriverOptions, parts: KeptDriverParts) {
    this.#options = options;
    this.#parts = parts;
    this.#driver = this.#connect();
  }

  /** Clients of a cluster and of sentinels have the same commands. */
  get client(): RedisClientType {
    return this.#driver.client as RedisClientType;
  }

  isReady(): boolean {
    return this.#driver.isReady();
  }

  /** For one more connection, which hears messages. Rejects where it is not known yet where to. */
  listenerOptions(): Promise<RedisClientOptions> {
    return this.#driver.listenerOptions();
  }

  /** Rejects what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await end(this.#driver);
  }

  #connect(): Driver {
    const driver = createDriver(this.#options, this.#parts.random);
    const events: EventEmitter = driver.client;
    // Every cache that uses the client listens too.
    events.setMaxListeners(0);
    events.on('error', (error) => this.#failed(driver, error));
    const ready = (): void => {
      this.#replacements = 0;
      if (driver === this.#driver) this.#parts.onReady();
    };
    if (driver.isSingle) events.on('ready', ready);
    driver.client.connect().then(ready, (error: unknown) => {
      // The client of one server goes on by itself; those of a cluster, or of sentinels, give up.
      this.#failed(driver, error);
      this.#replace(driver);
    });
    return driver;
  }

  #failed(driver: Driver, error: unknown): void {
    if (driver !== this.#driver || this.#isClosed) return;
    const { kind } = readFailure(error);
    const isGarbage = driver.isSingle && (kind === 'garbage' || kind === 'bug');
    if (driver.isReady() && !isGarbage) return;
    // The next answers might be taken for those to other questions.
    if (driver.isReady()) this.#replace(driver);
    this.#parts.onLost(error);
  }

  #replace(driver: Driver): void {
    if (driver !== this.#driver || this.#isClosed) return;
    void end(driver);
    const delay = reconnectDelay(this.#replacements++, this.#parts.random);
    this.#parts.clock.after(delay, () => {
      if (driver === this.#driver && !this.#isClosed) this.#driver = this.#connect();
    });
  }
}

async function end({ client }: Driver): Promise<void> {
  try {
    if (client.isOpen) await client.destroy();
  } catch {
    // A part of it was closed before.
  }
}
