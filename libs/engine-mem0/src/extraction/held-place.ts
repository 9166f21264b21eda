import type { Clock, Logger } from '@yychat/engine-core';
import type { ExtractionRecords, Place } from '../facts/fact-store.js';
import { withDeadline } from './deadline.js';
import { failureReason } from './failure-kind.js';

/** Milliseconds. */
const TIMEOUT = 10_000;
const RELEASE_TIMEOUT = 1_000;
const RENEW = 10_000;
/** Longer than a poll of the extractor's, so that it goes on; no longer than all can wait when it is killed. */
const LEASE = 30_000;

export interface HeldPlaceOptions {
  readonly records: ExtractionRecords;
  /** Unique among the instances that share the records. */
  readonly instance: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The place of the one instance that extracts. */
export class HeldPlace {
  readonly #options: HeldPlaceOptions;

  constructor(options: HeldPlaceOptions) {
    this.#options = options;
  }

  /** Undefined: another instance has it. */
  claim(signal: AbortSignal): Promise<Place | undefined> {
    return this.#ask(LEASE, TIMEOUT, signal);
  }

  /**
   * Keeps the place while the work goes on.
   * @param lost is told, once, when it cannot be kept
   */
  async during<T>(signal: AbortSignal, lost: (error: unknown) => void, work: () => Promise<T>): Promise<T> {
    const { clock } = this.#options;
    let isOver = false;
    let timer = clock.after(RENEW, () => void renew());
    const renew = async (): Promise<void> => {
      try {
        if (!(await this.claim(signal))) throw new Error('Another instance has taken the place.');
        if (!isOver) timer = clock.after(RENEW, () => void renew());
      } catch (error) {
        lost(error);
      }
    };
    try {
      return await work();
    } finally {
      isOver = true;
      timer.cancel();
    }
  }

  /** Lets another instance go on. Never rejects. */
  async release(): Promise<void> {
    try {
      await this.#ask(0, RELEASE_TIMEOUT, new AbortController().signal);
    } catch (error) {
      const reason = failureReason(error);
      this.#options.logger.debug({ reason }, 'another instance can go on extracting only after a while');
    }
  }

  #ask(lease: number, timeout: number, signal: AbortSignal): Promise<Place | undefined> {
    const { records, instance, clock } = this.#options;
    return withDeadline(clock, timeout, signal, (soon) => records.claim(instance, clock.now(), lease, soon));
  }
}
