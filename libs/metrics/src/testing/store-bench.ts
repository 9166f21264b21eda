import type { Batch, MetricsStore, ReadAnswer, ReadRequest, StoreLimits } from '../store/metrics-store.js';
import { KitClock } from './kit-clock.js';
import type { StoreKitOptions, StoreUnderTest } from './kit-options.js';

/** Small enough that cases reach them. */
export const LIMITS: Required<StoreLimits> = {
  retention: 7 * 86_400_000,
  turns: 20,
  events: 5,
  slowest: 3,
  heartbeatLifetime: 200,
};

/** One store with its clock. */
export class StoreBench {
  constructor(
    readonly subject: StoreUnderTest,
    readonly clock: KitClock,
  ) {}

  get store(): MetricsStore {
    return this.subject.store;
  }

  /** Writes a batch of instance `a`, of which only what matters is given. */
  readonly write = (changes: Partial<Batch>, store = this.store): Promise<number> =>
    store.write(batchOf(changes));

  readonly read = (changes: Partial<ReadRequest> = {}, store = this.store): Promise<ReadAnswer> =>
    store.read({ buckets: [], turnsAfter: 0, eventsAfter: 0, lateAfter: 0, ...changes });
}

export function batchOf(changes: Partial<Batch>): Batch {
  return {
    instance: 'a',
    sequence: 1,
    generation: 0,
    parts: [],
    turns: [],
    events: [],
    slow: [],
    late: [],
    heartbeat: '{}',
    ...changes,
  };
}

/** A function of the runner's that has a store set up and cleared away. */
export type StoreCase = (name: string, body: (bench: StoreBench) => Promise<void>) => void;

/** Makes the function that cases are written with. */
export function storeCaseOf({ it, create }: Pick<StoreKitOptions, 'it' | 'create'>): StoreCase {
  return (name, body) => {
    it(name, async () => {
      const clock = new KitClock();
      const subject = await create({ clock, limits: LIMITS });
      try {
        await body(new StoreBench(subject, clock));
      } finally {
        await subject.close();
      }
    });
  };
}
