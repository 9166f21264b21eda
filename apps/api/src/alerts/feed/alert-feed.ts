import type { AlertStore, Severity } from '@yychat/alerts';
import type { Clock, Logger, TimerHandle } from '@yychat/engine-core';
import type { AlertChange, AlertCounts } from '@yychat/protocol';
import { countAlerts, NO_ALERTS, type AlertTally } from './count-alerts.js';
import type { AlertBus } from './alert-bus.js';

export interface AlertFeedParts {
  readonly store: AlertStore;
  /** Absent where this instance is alone. */
  readonly bus: AlertBus | undefined;
  readonly instance: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Listener = (change: AlertChange) => void;

const MESSAGE_VERSION = 1;

interface Message {
  readonly version: number;
  readonly from: string;
  readonly changes: readonly AlertChange[];
  readonly tally: AlertTally;
}

/** Milliseconds after which the alerts are counted again: messages may have been missed. */
const RECOUNT = 30_000;

/** What the dashboard shows of alerts live, on every instance, whichever evaluates. */
export class AlertFeed {
  readonly #parts: AlertFeedParts;
  readonly #listeners = new Set<Listener>();
  #tally = NO_ALERTS;
  #counting: Promise<unknown> = Promise.resolve();
  #timer: TimerHandle | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(parts: AlertFeedParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#unsubscribe = this.#parts.bus?.subscribe({
      message: (text) => this.#hear(text),
      live: () => void this.#count(),
    });
    this.#recount();
  }

  close(): void {
    this.#timer?.cancel();
    this.#unsubscribe?.();
  }

  counts(): AlertCounts {
    const { firing, pending } = this.#tally;
    return { firing: firing.info + firing.warning + firing.critical, critical: firing.critical, pending };
  }

  /** How many alerts of that severity fire. */
  firing(severity: Severity): number {
    return this.#tally.firing[severity];
  }

  /** Calls back for every alert that fires, is resolved or acknowledged. Returns how to stop. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something happened here: counts, and tells all instances. Never rejects. */
  async tell(changes: readonly AlertChange[]): Promise<void> {
    await this.#count();
    this.#dispatch(changes);
    const { bus, instance: from, logger } = this.#parts;
    const message: Message = { version: MESSAGE_VERSION, from, changes, tally: this.#tally };
    await bus
      ?.publish(JSON.stringify(message))
      .catch((error: unknown) => logger.debug({ err: error }, 'other instances are not told of the alerts'));
  }

  #hear(text: string): void {
    const message = parseMessage(text);
    if (message === undefined || message.from === this.#parts.instance) return;
    this.#tally = message.tally;
    this.#dispatch(message.changes);
  }

  #dispatch(changes: readonly AlertChange[]): void {
    for (const change of changes) for (const listener of this.#listeners) listener(change);
  }

  #recount(): void {
    void this.#count();
    this.#timer = this.#parts.clock.after(RECOUNT, () => this.#recount());
  }

  /** One after the other, so that an older count comes over no newer one. */
  #count(): Promise<unknown> {
    const { store, logger } = this.#parts;
    this.#counting = this.#counting.then(async () => {
      try {
        this.#tally = await countAlerts(store);
      } catch (error) {
        logger.debug({ err: error }, 'the alerts cannot be counted');
      }
    });
    return this.#counting;
  }
}

/** Undefined for what an instance of another version says: the next count makes up for it. */
function parseMessage(text: string): Message | undefined {
  const message = JSON.parse(text) as Message;
  return message.version === MESSAGE_VERSION ? message : undefined;
}
