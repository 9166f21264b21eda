import type { Reply, Request } from './wire.js';
import { fromFailure } from './store-errors.js';

interface Waiting {
  readonly request: Request;
  sent: boolean;
  readonly settle: (outcome: { readonly result: unknown } | { readonly error: Error }) => void;
}

/** The requests that have no answer yet. */
export class WaitingCalls {
  readonly #calls = new Map<number, Waiting>();

  get size(): number {
    return this.#calls.size;
  }

  /**
   * Resolves with the answer. Rejects with the failure, or at once when the signal aborts.
   * @param sent whether it is on its way
   * @param aborted called when it waits no longer, for the signal has aborted
   */
  add(request: Request, sent: boolean, signal: AbortSignal, aborted: () => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#calls.get(request.id)?.settle({ error: signal.reason as Error });
        aborted();
      };
      const settle: Waiting['settle'] = (outcome) => {
        this.#calls.delete(request.id);
        signal.removeEventListener('abort', abort);
        if ('error' in outcome) reject(outcome.error);
        else resolve(outcome.result);
      };
      signal.addEventListener('abort', abort);
      this.#calls.set(request.id, { request, sent, settle });
    });
  }

  /** Those that were not sent yet; they are from then on. */
  *unsent(): Generator<Request> {
    for (const waiting of this.#calls.values()) {
      if (waiting.sent) continue;
      waiting.sent = true;
      yield waiting.request;
    }
  }

  answer({ id, result, failure }: Reply): void {
    const waiting = this.#calls.get(id);
    if (!waiting) return;
    if (failure) waiting.settle({ error: fromFailure(failure) });
    else waiting.settle({ result: result === undefined ? undefined : JSON.parse(result) });
  }

  /** @param which those that were sent, or all */
  fail(which: 'sent' | 'all', error: Error): void {
    for (const waiting of [...this.#calls.values()]) {
      if (which === 'all' || waiting.sent) waiting.settle({ error });
    }
  }
}
