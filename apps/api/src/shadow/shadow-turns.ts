import { toEngineError, type Clock, type EngineManager, type Logger, type Turn } from '@yychat/engine-core';
import type { TurnContext, TurnListener, TurnObserver } from '../chat/turn-listener.js';
import type { ShadowFigures } from './shadow-figures.js';

/** Turns that are answered unseen at a time, in this process; beyond that they are left out. */
const AT_ONCE = 16;
/** Milliseconds. */
const DEADLINE = 120_000;
/** Milliseconds that those which are ended may take to end. */
const PATIENCE = 2_000;

const ignoring: TurnObserver = { onEvent: () => undefined, onEnd: () => undefined };

export interface ShadowTurnsParts {
  readonly engines: EngineManager;
  readonly figures: ShadowFigures;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
}

/**
 * Has another engine answer a share of the turns as well, as the roll-out says. Nobody sees the answer, nothing is written, no tool
 * of the server runs: it is only measured.
 */
export class ShadowTurns implements TurnListener {
  readonly #closed = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  constructor(private readonly parts: ShadowTurnsParts) {}

  onTurn({ turn, engine }: TurnContext): TurnObserver {
    const { engines, figures, random = Math.random } = this.parts;
    const shadow = engines.current().rollout?.shadow;
    if (shadow === undefined || shadow.engine === engine || random() >= shadow.sample) return ignoring;
    if (this.#underWay.size >= AT_ONCE) figures.ended(shadow.engine, 'skipped');
    else {
      const answer = this.#answer(turn, shadow.engine).finally(() => this.#underWay.delete(answer));
      this.#underWay.add(answer);
    }
    return ignoring;
  }

  /** Ends what is under way, so that nothing asks memory or model any more. Never rejects. */
  async close(): Promise<void> {
    this.#closed.abort();
    await new Promise<void>((resolve) => {
      const timer = this.parts.clock.after(PATIENCE, () => resolve());
      void Promise.all(this.#underWay).then(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  /** Never rejects. */
  async #answer(seen: Turn, name: string): Promise<void> {
    const { engines, figures, clock, logger } = this.parts;
    const turn: Turn = { ...seen, id: `${seen.id}-shadow`, useTools: false, isShadow: true };
    const begun = clock.monotonic();
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(DEADLINE)]);
    try {
      const lease = engines.acquire(name);
      try {
        for await (const event of lease.engine.generateResponse(turn, { signal })) {
          if (event.type === 'error') throw event.error;
          if (event.type === 'stage-end') figures.stage(name, event.stage, event.duration);
        }
      } finally {
        lease.release();
      }
      figures.total(name, clock.monotonic() - begun);
      figures.ended(name, 'ok');
    } catch (error) {
      const { code } = toEngineError(error);
      figures.ended(name, signal.aborted ? 'cancelled' : 'error');
      logger.debug({ request_id: turn.id, engine: name, code }, 'a shadow turn failed');
    }
  }
}
