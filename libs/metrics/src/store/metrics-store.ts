import type { Bucket } from './tiers.js';

/** What one instance measured of one series in one bucket, from the bucket's beginning until now. */
export interface BucketPart {
  readonly bucket: Bucket;
  readonly series: string;
  /** As `encodeMeasurements` made it. Takes the place of what the instance wrote of this series and bucket before. */
  readonly data: Uint8Array;
}

/** Something that is added to a list, once. */
export interface Addition {
  /** Sequence of the batch in which it was first sent. */
  readonly sequence: number;
  readonly text: string;
}

/** A turn that may be among the slowest of its hour and engine. Writing it again changes nothing. */
export interface SlowTurn {
  /** Beginning of the hour in which it ended, milliseconds since the epoch. */
  readonly hour: number;
  readonly engine: string;
  /** Seconds. */
  readonly total: number;
  readonly text: string;
}

/** What an instance writes at once. */
export interface Batch {
  /** Of one run of one process: another one after a restart. */
  readonly instance: string;
  /** Grows with every batch of an instance, from 1. */
  readonly sequence: number;
  /** The generation that the instance knows. */
  readonly generation: number;
  readonly parts: readonly BucketPart[];
  readonly turns: readonly Addition[];
  readonly events: readonly Addition[];
  readonly slow: readonly SlowTurn[];
  /** Names of buckets, among those of `parts`, that others may have read for the last time by now. */
  readonly late: readonly string[];
  /** JSON that tells how the instance is. */
  readonly heartbeat: string;
}

export interface ReadRequest {
  readonly buckets: readonly Bucket[];
  /** How many turns, events and late buckets had been added in all when the reader last looked. */
  readonly turnsAfter: number;
  readonly eventsAfter: number;
  readonly lateAfter: number;
}

/** What was added to a list since a reader last looked, oldest first. */
export interface ListTail {
  /** How many items were ever added; smaller than the reader's own count after the store lost its data. */
  readonly total: number;
  /** The last of them. Fewer than were added where the list no longer has them all. */
  readonly items: readonly string[];
}

export interface StoredPart {
  readonly instance: string;
  readonly series: string;
  readonly data: Uint8Array;
}

export interface ReadAnswer {
  readonly generation: number;
  /** For each bucket asked for, in that order, what instances wrote of it. */
  readonly buckets: readonly (readonly StoredPart[])[];
  readonly turns: ListTail;
  readonly events: ListTail;
  readonly late: ListTail;
  /** The heartbeats of the instances that wrote lately. */
  readonly heartbeats: readonly string[];
}

/**
 * Where measurements are kept, for as long as its retention says. All methods reject with a MetricsStoreError when the store cannot be
 * reached, or does not answer in time: the outcome is then unknown.
 */
export interface MetricsStore {
  /**
   * Keeps a batch as a whole. A batch that is older than one that the store has of the instance changes nothing, and of the additions
   * only those are added that came first in a batch that the store does not have: so what was sent in vain, or perhaps in vain, is
   * sent again with the next batch.
   * @returns the generation in force. If it is not that of the batch, nothing was kept.
   */
  write(batch: Batch): Promise<number>;
  read(request: ReadRequest): Promise<ReadAnswer>;
  /** The slowest turns of an engine in each of these hours, slowest first. */
  slowest(engine: string, hours: readonly number[]): Promise<readonly (readonly string[])[]>;
  /**
   * Forgets everything.
   * @param now milliseconds since the epoch
   * @returns the new generation: `now`, or more if the one in force is not smaller
   */
  clear(now: number): Promise<number>;
  /** Gives back what it holds. The other methods reject from then on. */
  close(): Promise<void>;
}

/** How much a store keeps. */
export interface StoreLimits {
  /** Milliseconds that 5-minute buckets, and the slowest turns, are kept. Default a week. */
  readonly retention?: number;
  /** How many of the last turns are kept. Default 5,000. */
  readonly turns?: number;
  /** How many of the last events are kept. Default 1,000. */
  readonly events?: number;
  /** How many of the slowest turns are kept for each hour and engine. Default 10. */
  readonly slowest?: number;
  /** Milliseconds since its last batch after which an instance counts as gone. Default 5,000. */
  readonly heartbeatLifetime?: number;
}

export const DEFAULT_LIMITS: Required<StoreLimits> = {
  retention: 7 * 86_400_000,
  turns: 5_000,
  events: 1_000,
  slowest: 10,
  heartbeatLifetime: 5_000,
};

/** How many names of late buckets are kept: readers that have not looked for longer forget all buckets. */
export const LATE_KEPT = 1_000;

export const HOUR = 3_600_000;
