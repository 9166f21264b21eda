import type { SecureContextOptions } from 'node:tls';

export interface RedisNode {
  readonly host: string;
  /** Default 6379. */
  readonly port?: number;
}

/** As `node:tls` takes them. */
export interface RedisTls extends Pick<SecureContextOptions, 'ca' | 'cert' | 'key'> {
  readonly servername?: string;
}

/** Where Redis is. `url` or the other fields; where both are given, those of the URL win. */
export interface RedisAddress {
  /**
   * - `redis://user:password@host:6379/0`, `rediss://…` for TLS
   * - `redis-cluster://user:password@host:7000,host:7001`, `rediss-cluster://…`
   * - `redis-sentinel://user:password@host:26379,host:26380/0#name`, `rediss-sentinel://…`
   *
   * What is special in a URL is percent-encoded in user and password.
   */
  readonly url?: string;
  /** Default `localhost`. */
  readonly host?: string;
  /** Default 6379. */
  readonly port?: number;
  /** Default 0, the only one of a cluster. */
  readonly database?: number;
  readonly username?: string;
  readonly password?: string;
  /** `true`: with the authorities that the system trusts. */
  readonly tls?: boolean | RedisTls;
  /** Some nodes of a cluster, instead of `host`. */
  readonly cluster?: readonly RedisNode[];
  /** The sentinels that know which server is the master, instead of `host`. User and password above are the server's. */
  readonly sentinel?: {
    readonly name: string;
    readonly nodes: readonly RedisNode[];
    readonly username?: string;
    readonly password?: string;
  };
}

/** Times in milliseconds. */
export interface RedisTimings {
  /** For a command to be answered; default 100. */
  readonly commandTimeout: number;
  /** For a connection to be made; default 1,000. */
  readonly connectTimeout: number;
  /** After so long without a byte from Redis, which is pinged three times meanwhile, the connection is made anew; default 1,500. */
  readonly silence: number;
  /** Failures in a row after which no command is sent until Redis answers a ping; default 5. */
  readonly failures: number;
  /** Between those pings; default 250. */
  readonly probeEvery: number;
  /** Commands that may wait for an answer; more are refused at once. Default 2,000. */
  readonly queue: number;
}

export interface RedisOptions extends RedisAddress, Partial<RedisTimings> {
  /** What the server lists the connections as; default `yychat`. */
  readonly name?: string;
}
