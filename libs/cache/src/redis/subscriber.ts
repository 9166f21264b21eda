import { createClient } from '@keyv/redis';
import type { RedisClientOptions, RedisClientType } from '@keyv/redis';
import type { Clock } from '../clock.js';
import type { Logger } from '../logger.js';
import { pause } from '../wait.js';
import { reconnectDelay } from './reconnect-delay.js';

export interface ChannelListener {
  /** Of other instances and of this one. */
  message(text: string): void;
  /**
   * `true`: from now on every message comes; those since the last `false`, or before the first `true`, did not. `false`: messages may be
   * missed.
   */
  live(isLive: boolean): void;
}

interface Channel {
  readonly listeners: Set<ChannelListener>;
  /** Whether messages come. */
  isLive: boolean;
}

export interface SubscriberParts {
  /** Where to connect to. Asked anew for each connection. */
  readonly options: () => Promise<RedisClientOptions>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

/**
 * Hears messages over a connection of its own, which is made anew for ever; what is missed meanwhile is missed, and the listeners are told
 * so.
 */
export class Subscriber {
  readonly #parts: SubscriberParts;
  readonly #channels = new Map<string, Channel>();
  readonly #closed = new AbortController();
  #client: RedisClientType | undefined;
  #isRunning = false;

  constructor(parts: SubscriberParts) {
    this.#parts = parts;
  }

  /** @returns what ends it */
  listen(name: string, listener: ChannelListener): () => void {
    let channel = this.#channels.get(name);
    if (channel === undefined) {
      channel = { listeners: new Set(), isLive: false };
      this.#channels.set(name, channel);
      const client = this.#client;
      if (client !== undefined)
        this.#subscribe(client, name, channel).catch((error: unknown) => client.emit('error', error));
    }
    const { listeners } = channel;
    listeners.add(listener);
    if (channel.isLive) listener.live(true);
    if (!this.#isRunning) void this.#run();
    return () => listeners.delete(listener);
  }

  close(): void {
    this.#closed.abort(new Error('The subscriber is closed.'));
    end(this.#client);
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    const { clock, random } = this.#parts;
    const { signal } = this.#closed;
    for (let tries = 0; !signal.aborted; tries++) {
      try {
        await this.#hear(() => (tries = 0));
      } catch {
        // Redis is away, as the state of the main connection says.
      }
      this.#silence();
      await pause(clock, reconnectDelay(tries, random), signal).catch(() => undefined);
    }
  }

  /** Rejects when the connection is lost, or cannot be made. */
  async #hear(onLive: () => void): Promise<void> {
    const options = await this.#parts.options();
    const client = createClient({
      ...options,
      // Each connection is a new one, for the place may be another.
      socket: { ...options.socket, reconnectStrategy: false } as NonNullable<RedisClientOptions['socket']>,
    }) as RedisClientType;
    const lost = new Promise<never>((_, reject) => client.on('error', reject));
    lost.catch(() => undefined);
    try {
      await client.connect();
      // Those that are added meanwhile are made here too.
      for (const [name, channel] of this.#channels) await this.#subscribe(client, name, channel);
      this.#client = client;
      onLive();
      if (!this.#closed.signal.aborted) await lost;
    } finally {
      this.#client = undefined;
      end(client);
    }
  }

  async #subscribe(client: RedisClientType, name: string, channel: Channel): Promise<void> {
    await client.subscribe(name, (text) => this.#tell(channel, (listener) => listener.message(text)));
    channel.isLive = true;
    this.#tell(channel, (listener) => listener.live(true));
  }

  #silence(): void {
    for (const channel of this.#channels.values()) {
      if (!channel.isLive) continue;
      channel.isLive = false;
      this.#tell(channel, (listener) => listener.live(false));
    }
  }

  /** A listener that throws would break the client's reading of its connection. */
  #tell(channel: Channel, tell: (listener: ChannelListener) => void): void {
    for (const listener of [...channel.listeners]) {
      try {
        tell(listener);
      } catch (error) {
        this.#parts.logger.warn({ err: error }, 'a listener to Redis failed');
      }
    }
  }
}

function end(client: RedisClientType | undefined): void {
  if (client?.isOpen === true) client.destroy();
}
