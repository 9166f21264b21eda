import type { Clock } from '@yychat/engine-core';
import { StoreClosedError, StoreUnavailableError } from '../store/store-errors.js';
import type { RedisCommands } from './redis-commands.js';

/** Commands that may wait for an answer at once: what a client sends to a Redis that is frozen piles up in memory. */
const MAX_WAITING = 4;

/** Asks Redis with a deadline, and does not ask it more while it does not answer. */
export class BoundedCommands {
  #waiting = 0;
  #isClosed = false;

  /** @param deadline milliseconds */
  constructor(
    private readonly commands: RedisCommands,
    private readonly clock: Clock,
    private readonly deadline: number,
  ) {}

  /** Rejects with a StoreUnavailableError or a StoreClosedError. */
  async eval(script: string, keys: string[], values: string[]): Promise<unknown> {
    if (this.#isClosed) throw new StoreClosedError();
    if (this.#waiting >= MAX_WAITING) throw new StoreUnavailableError('Redis owes too many answers.');
    this.#waiting++;
    const answer = this.#ask(script, keys, values).finally(() => this.#waiting--);
    let giveUp: (error: Error) => void = () => undefined;
    const late = new Promise<never>((_, reject) => (giveUp = reject));
    const timer = this.clock.after(this.deadline, () =>
      giveUp(new StoreUnavailableError(`Redis did not answer within ${this.deadline} ms.`)),
    );
    try {
      return await Promise.race([answer, late]);
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      throw new StoreUnavailableError('Redis could not be asked.', error);
    } finally {
      timer.cancel();
      // Nobody waits any more for an answer that comes late, or for what became of it.
      answer.catch(() => undefined);
    }
  }

  close(): void {
    this.#isClosed = true;
  }

  async #ask(script: string, keys: string[], values: string[]): Promise<unknown> {
    return this.commands.eval(script, { keys, arguments: values });
  }
}
