import type {
  ChannelDocument,
  ChannelRecord,
  Dispatcher,
  DispatcherState,
  OutboxEntry,
} from '../../ports/dispatcher.js';
import type { Ledger } from '../../ports/ledger.js';
import { silentLogger, type Logger } from '../../ports/logger.js';
import { channelSchema, type ChannelType } from '../channels/channel-config.js';
import { createOutside, type OutsideOptions } from '../http/outside.js';
import type { Outside } from '../http/post.js';
import { newChannelRecord } from './channel-record.js';
import { ChannelWorker, type DeliveryAttempt } from './channel-worker.js';

export interface OutboxDispatcherOptions extends OutsideOptions {
  readonly logger?: Logger;
  /** From 0 up to 1; default `Math.random`. */
  readonly random?: () => number;
  /** Is told of every attempt, for figures. */
  readonly onAttempt?: (attempt: DeliveryAttempt) => void;
}

/** How a channel is doing on this instance, if it is the one that sends. */
export interface ChannelFigures extends Omit<ChannelRecord, 'sends'> {
  readonly type: ChannelType;
  /** Messages that have not arrived yet. */
  readonly waiting: number;
}

/** Milliseconds that messages on their way get at the end. */
const PATIENCE = 3_000;

/** Brings messages to their channels, each channel at its own pace, at least once. */
export class OutboxDispatcher implements Dispatcher {
  readonly #outside: Outside;
  readonly #logger: Logger;
  readonly #random: () => number;
  readonly #onAttempt: (attempt: DeliveryAttempt) => void;
  readonly #workers = new Map<string, ChannelWorker>();
  #documents: ReadonlyMap<string, ChannelDocument> = new Map();
  #records: ReadonlyMap<string, ChannelRecord> = new Map();
  #ledger: Ledger | undefined;

  constructor(options: OutboxDispatcherOptions) {
    const { logger = silentLogger, random = Math.random, onAttempt = () => undefined, ...outside } = options;
    this.#outside = createOutside(outside);
    this.#logger = logger;
    this.#random = random;
    this.#onAttempt = onAttempt;
  }

  start({ outbox, deliveries }: DispatcherState, ledger: Ledger): void {
    this.#ledger = ledger;
    this.#records = deliveries;
    this.#setUp();
    this.accept([...outbox.values()]);
  }

  configure(channels: ReadonlyMap<string, ChannelDocument>): void {
    this.#documents = channels;
    this.#setUp();
  }

  accept(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) {
      const { key, channelId } = entry.notification;
      const worker = this.#workers.get(channelId);
      if (worker !== undefined) {
        worker.accept(entry);
        continue;
      }
      this.#ledger?.write({ collection: 'outbox', id: key });
      this.#ledger?.append({
        type: 'dropped',
        at: this.#outside.clock.now(),
        channelId,
        reason: 'the channel is gone or disabled',
        detail: { key },
      });
    }
  }

  rateLimited(): ReadonlySet<string> {
    return new Set([...this.#workers.values()].flatMap((worker) => worker.limited));
  }

  /** By channel. */
  figures(): ReadonlyMap<string, ChannelFigures> {
    return new Map(
      [...this.#workers].map(([id, { type, record, waiting }]) => {
        const { sends, ...figures } = record;
        return [id, { ...figures, type, waiting }];
      }),
    );
  }

  async stop(): Promise<void> {
    const workers = [...this.#workers.values()];
    this.#workers.clear();
    this.#ledger = undefined;
    await Promise.all(workers.map((worker) => worker.stop(PATIENCE)));
  }

  /** Brings the workers up to the channels in force. */
  #setUp(): void {
    const ledger = this.#ledger;
    if (ledger === undefined) return;
    for (const [id, worker] of this.#workers) {
      if (this.#documents.get(id)?.enabled === true) continue;
      worker.drop('the channel is gone or disabled');
      this.#workers.delete(id);
      void worker.stop(PATIENCE);
    }
    for (const [id, document] of this.#documents) {
      if (!document.enabled) continue;
      const parsed = channelSchema.safeParse(document);
      if (!parsed.success) {
        this.#logger.error({ channel: id }, 'a channel in the store is not valid, and gets no messages');
        continue;
      }
      const worker = this.#workers.get(id);
      if (worker !== undefined) {
        worker.configure(parsed.data);
      } else {
        const record = this.#records.get(id) ?? newChannelRecord(id);
        const parts = {
          outside: this.#outside,
          random: this.#random,
          logger: this.#logger,
          onAttempt: this.#onAttempt,
          ledger,
        };
        this.#workers.set(id, new ChannelWorker(parsed.data, record, parts));
      }
    }
  }
}
