import { StoreUnavailableError } from '../store/store-errors.js';
import type { Batch, MetricsStore, ReadAnswer, ReadRequest } from '../store/metrics-store.js';

/** What becomes of a request: it does not arrive, its answer does not, or all is well. */
export type Fate = 'well' | 'request lost' | 'answer lost';

/** A store behind a bad connection. */
export class UnreliableStore implements MetricsStore {
  /** Of the requests from now on. */
  fate: () => Fate = () => 'well';

  constructor(private readonly store: MetricsStore) {}

  write(batch: Batch): Promise<number> {
    return this.#ask(() => this.store.write(batch));
  }

  read(request: ReadRequest): Promise<ReadAnswer> {
    return this.#ask(() => this.store.read(request));
  }

  slowest(engine: string, hours: readonly number[]): Promise<readonly (readonly string[])[]> {
    return this.#ask(() => this.store.slowest(engine, hours));
  }

  clear(now: number): Promise<number> {
    return this.#ask(() => this.store.clear(now));
  }

  close(): Promise<void> {
    return this.store.close();
  }

  async #ask<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    const fate = this.fate();
    if (fate === 'request lost') throw new StoreUnavailableError('The request was lost.');
    const answer = await request();
    if (fate === 'answer lost') throw new StoreUnavailableError('The answer was lost.');
    return answer;
  }
}
