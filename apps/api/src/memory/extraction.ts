import {
  EngineError,
  type Clock,
  type EngineManager,
  type Logger,
  type TimerHandle,
} from '@yychat/engine-core';
import type { CreatedMem0Memory } from '@yychat/engine-mem0';

const ENGINE = 'mem0_proxy';
/** Milliseconds between two looks whether it has caught up. */
const LOOK = 1_000;
/** Milliseconds that dropping all facts may take. */
const PATIENCE = 60_000;

/**
 * Has mem0 extract facts while its engine is in use, or until it has caught up with the log after it was told to begin anew. Facts cost
 * the upstream's tokens: for an engine that nobody uses there are none.
 */
export class Extraction {
  #isCatchingUp = false;
  #timer: TimerHandle | undefined;
  readonly #stop: () => void;

  /** @param mem0 undefined where mem0 cannot be had */
  constructor(
    private readonly engines: EngineManager,
    private readonly mem0: Pick<CreatedMem0Memory, 'memory' | 'extract' | 'rebuild'> | undefined,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.#stop = engines.onSwitch(() => void this.#follow());
    void this.#follow();
  }

  /**
   * Drops what an engine remembers, and has it derived from the log again, in the background.
   * @throws EngineError (404, 409, 503)
   */
  async rebuild(name: string): Promise<void> {
    this.engines.require(name);
    if (name !== ENGINE || this.mem0 === undefined) throw nothingToRebuild(name);
    await this.mem0.rebuild(AbortSignal.timeout(PATIENCE));
    this.#isCatchingUp = true;
    await this.#follow();
    this.#lookLater();
  }

  close(): void {
    this.#stop();
    this.#timer?.cancel();
  }

  /** Never rejects: what fails here goes on as it was, until the next switch. */
  async #follow(): Promise<void> {
    try {
      await this.mem0?.extract(this.#isCatchingUp || this.engines.isInUse(ENGINE));
    } catch (error) {
      this.logger.error({ err: error }, 'extracting facts could not be begun or ended');
    }
  }

  #lookLater(): void {
    this.#timer?.cancel();
    this.#timer = this.clock.after(LOOK, () => {
      const { status } = (this.mem0?.memory.info() ?? {}) as { readonly status?: string };
      if (status === 'working' || status === 'resting') {
        this.#lookLater();
        return;
      }
      this.#isCatchingUp = false;
      void this.#follow();
    });
  }
}

function nothingToRebuild(name: string): EngineError {
  return new EngineError(`The engine "${name}" remembers what is in the log: there is nothing to rebuild.`, {
    status: 409,
    code: 'nothing_to_rebuild',
    type: 'conflict_error',
  });
}
