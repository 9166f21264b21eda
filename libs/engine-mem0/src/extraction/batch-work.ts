import { backOff, type Clock, type ConversationLog, type Logger } from '@yychat/engine-core';
import type { ExtractionRecords, FactStore, SpokenText } from '../facts/fact-store.js';
import { spokenText, type Batch } from './batches.js';
import { withDeadline } from './deadline.js';
import { failureKind, failureReason } from './failure-kind.js';

export interface BatchWorkOptions {
  readonly log: Pick<ConversationLog, 'messages'>;
  readonly facts: FactStore;
  readonly records: ExtractionRecords;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Milliseconds that one extraction may take. */
  readonly timeout: number;
}

/** Messages that are shown to mem0 for the sense of the new ones. */
const BEFORE = 6;
/** Tries of a batch whose answer is garbled. */
const GARBLED_TRIES = 3;
/** Failures of one batch, while others succeed, until it is thought to be at fault itself. */
const SUSPECT_FAILURES = 3;
/** Milliseconds. */
const TRY_AGAIN = { first: 1_000, longest: 10_000 };
const TRY_LATER = { first: 3_600_000, longest: 24 * 3_600_000 };
const RECORDS_TIMEOUT = 10_000;
/** Batches that are kept for later. */
const MAX_FAILED = 1_000;

/** Extracts the facts of one batch, or gives it up for now. */
export class BatchWork {
  readonly #options: BatchWorkOptions;
  /** Failures of batches with what they rest on, by their first message, and how many others had succeeded by then. */
  readonly #suspects = new Map<string, { failures: number; readonly succeeded: number }>();
  #succeeded = 0;
  #late = 0;
  /** Something was extracted that had been forgotten meanwhile, and may not be gone. Whoever sees to that says so. */
  tookBack = false;

  constructor(options: BatchWorkOptions) {
    this.#options = options;
  }

  /** Extractions that did not end in time. */
  get late(): number {
    return this.#late;
  }

  /** The batches that were suspected are done with. */
  clear(): void {
    this.#suspects.clear();
  }

  /**
   * Resolves when the batch is done with: its facts are kept, or it is. Rejects when the signal aborts and when what extractions
   * rest on does not work: then it is to be called again.
   * @param begun the batch may have been begun before; what came of it is removed first
   */
  async extract(batch: Batch, begun: boolean, signal: AbortSignal): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#add(batch, begun || tries > 1, signal);
        this.#succeeded += 1;
        return;
      } catch (error) {
        signal.throwIfAborted();
        const kind = failureKind(error);
        if (kind === 'unavailable' && !this.#isAtFault(batch)) throw error;
        if (kind !== 'garbled' || tries >= GARBLED_TRIES) return this.#giveUp(batch, error, signal);
        await this.#sleep(backOff(tries, TRY_AGAIN, this.#options.random), signal);
      }
    }
  }

  async #add({ owner, messages, ...batch }: Batch, begun: boolean, signal: AbortSignal): Promise<void> {
    const { facts, records, timeout } = this.#options;
    const ids = messages.map(({ id }) => id);
    const { epoch, forgotten = -Infinity } = await this.#soon(signal, (soon) =>
      records.begin(owner.run, soon),
    );
    const kept = messages.filter(({ time }) => time > forgotten);
    const [first] = kept;
    if (begun) await this.#soon(signal, (soon) => facts.undo(owner.run, ids, soon));
    if (first) {
      const said = kept.map((message) => ({ role: message.role, content: spokenText(message) }));
      const before = await this.#before({ ...batch, owner, messages }, signal);
      await this.#within(timeout, signal, (deadline) =>
        facts.add({ ...owner, source: first.id, time: first.time, messages: said, before }, deadline),
      );
    }
    if (await this.#soon(signal, (soon) => records.done(ids, owner.run, epoch, soon))) return;
    this.tookBack = true;
    await this.#soon(signal, (soon) => facts.undo(owner.run, ids, soon));
  }

  async #before({ key, messages }: Batch, signal: AbortSignal): Promise<readonly SpokenText[]> {
    const query = { limit: BEFORE, order: 'desc', after: messages[0]?.id ?? '' } as const;
    const page = await this.#soon(signal, (soon) => this.#options.log.messages(key, query, soon));
    return page.messages
      .toReversed()
      .map((message) => ({ role: message.role, content: spokenText(message) }));
  }

  #isAtFault({ messages: [first] }: Batch): boolean {
    const id = first?.id ?? '';
    const suspect = this.#suspects.get(id) ?? { failures: 0, succeeded: this.#succeeded };
    this.#suspects.set(id, suspect);
    suspect.failures += 1;
    return suspect.failures >= SUSPECT_FAILURES && this.#succeeded > suspect.succeeded;
  }

  async #giveUp(
    { owner, messages, stretch, rounds }: Batch,
    error: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    const { records, clock, logger, random } = this.#options;
    const ids = messages.map(({ id }) => id);
    const [reason, time] = [failureReason(error), messages[0]?.time ?? 0];
    const due = clock.now() + backOff(rounds + 1, TRY_LATER, random);
    logger.warn({ reason, messages: ids.length, rounds }, 'mem0 gives up on some messages for now');
    await this.#soon(signal, (soon) =>
      records.fail({ ...owner, ids, ...stretch, time, rounds: rounds + 1, reason }, due, MAX_FAILED, soon),
    );
  }

  #soon<T>(signal: AbortSignal, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#within(RECORDS_TIMEOUT, signal, task);
  }

  async #within<T>(
    timeout: number,
    signal: AbortSignal,
    task: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      return await withDeadline(this.#options.clock, timeout, signal, task);
    } catch (error) {
      if ((error as { code?: unknown }).code === 'mem0_late') this.#late += 1;
      throw error;
    }
  }

  #sleep(delay: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        timer.cancel();
        reject(signal.reason as Error);
      };
      const timer = this.#options.clock.after(delay, () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      });
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
