import {
  AlertError,
  DEFAULT_RULES,
  type AlertEvaluator,
  type AlertUpdate,
  type RuleBook,
} from '@yychat/alerts';
import type { Clock, Logger, TimerHandle } from '@yychat/engine-core';
import type { Metrics } from '@yychat/metrics';
import type { AlertChange } from '@yychat/protocol';
import { toChange } from './feed/alert-changes.js';
import type { AlertFeed } from './feed/alert-feed.js';

export interface EvaluationParts {
  readonly evaluator: AlertEvaluator;
  readonly rules: RuleBook;
  readonly feed: AlertFeed;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Milliseconds from one look for rules to the next: a store may lose them all, and nothing would fire any more. */
const LOOK_AGAIN = 5_000;

/** The life of the evaluation on this instance: what begins with it, and who is told of what it finds. */
export class Evaluation {
  readonly #parts: EvaluationParts;
  #untold: AlertUpdate[] = [];
  #timer: TimerHandle | undefined;
  #isStopped = false;
  #hasRules = false;

  constructor(parts: EvaluationParts) {
    this.#parts = parts;
    parts.evaluator.onUpdate((update) => this.#take(update));
    parts.feed.onChange((change) => this.#record(change));
  }

  start(): void {
    this.#parts.feed.start();
    this.#parts.evaluator.start();
    void this.#keepRules();
  }

  /** Lets another instance evaluate at once. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    await this.#parts.evaluator.stop();
  }

  /** Puts in the rules to begin with: at first, and where a store has lost all that it had. */
  async #keepRules(): Promise<void> {
    const { rules, clock, logger } = this.#parts;
    try {
      const isPutIn = await rules.seed(DEFAULT_RULES);
      if (isPutIn && this.#hasRules)
        logger.warn({}, 'the store of alerts has lost all rules: there are those to begin with again');
      this.#hasRules = true;
    } catch (error) {
      // Another instance came first, or the store is away for a while, as others tell.
      const isExpected = this.#hasRules || (AlertError.is(error) && error.status === 409);
      if (!isExpected && !this.#isStopped)
        logger.warn({ err: error }, 'the alert rules to begin with cannot be kept yet');
    }
    if (!this.#isStopped) this.#timer = clock.after(LOOK_AGAIN, () => void this.#keepRules());
  }

  /** What comes in one evaluation is told together. */
  #take(update: AlertUpdate): void {
    if (update.event.type === 'healthChanged') return;
    this.#untold.push(update);
    if (this.#untold.length === 1) queueMicrotask(() => this.#tell());
  }

  #tell(): void {
    const changes = this.#untold.flatMap((update) => toChange(update) ?? []);
    this.#untold = [];
    void this.#parts.feed.tell(changes);
  }

  /** For the marks in charts. All instances tell of it, for the one that evaluates may not live to do so. */
  #record({ change, ...details }: AlertChange): void {
    if (change === 'acknowledged') return;
    this.#parts.metrics.recordEvent(`alert.${change}`, details, `${details.incident_id} ${change}`);
  }
}
