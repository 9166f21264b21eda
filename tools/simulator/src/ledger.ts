import type { RecordedRequest } from './recorded-request.js';

/** Counts since the start or the last reset. */
export interface SimulatorStats {
  /** Chat requests received, those refused included. */
  readonly requests: number;
  /** Chat requests being answered now. */
  readonly active: number;
  /** Accepted chat requests that asked for a stream. */
  readonly streams: number;
  /** Requests whose client went away before the answer was complete. */
  readonly aborted: number;
  /** Embeddings requests received. */
  readonly embeddings: number;
}

/** Writable inside the simulator only. */
export type OpenRecord = { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] };

const NONE = { requests: 0, streams: 0, aborted: 0, embeddings: 0 };

/** Counts requests, and keeps the last of them. */
export class Ledger {
  readonly requests: RecordedRequest[] = [];
  #counts = { ...NONE };
  #active = 0;

  /** @param capacity - how many requests are kept */
  constructor(private readonly capacity: number) {}

  keep(record: RecordedRequest): void {
    if (this.capacity === 0) return;
    if (this.requests.length === this.capacity) this.requests.shift();
    this.requests.push(record);
  }

  count(what: keyof typeof NONE): void {
    this.#counts[what] += 1;
  }

  /** A chat request begins; returns what to call when it is over. */
  begin(): () => void {
    this.#active += 1;
    return () => {
      this.#active -= 1;
    };
  }

  stats(): SimulatorStats {
    return { ...this.#counts, active: this.#active };
  }

  reset(): void {
    this.requests.length = 0;
    this.#counts = { ...NONE };
  }
}
