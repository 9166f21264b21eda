import { EngineError } from '@yychat/engine-core';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Principal } from '../auth/principal.js';
import type { TurnContext, TurnListener, TurnObserver } from '../chat/turn-listener.js';

/** Seconds. */
const WINDOW = 60;

const ignoring: TurnObserver = { onEvent: () => undefined, onEnd: () => undefined };

export interface RateLimitDefaults {
  /** A minute and key; absent: no limit. */
  readonly requests?: number;
  readonly tokens?: number;
}

/** Takes the headers of a response. */
export type SetHeader = (name: string, value: string) => void;

/** Requests and tokens a minute for each key, with the headers and the error that OpenAI has for them. */
export class RateLimits implements TurnListener {
  readonly #defaults: RateLimitDefaults;
  readonly #limiters = new Map<string, RateLimiterMemory>();

  constructor(defaults: RateLimitDefaults) {
    this.#defaults = defaults;
  }

  /**
   * Counts a request, or nothing where the key has no limit.
   * @throws EngineError (429, `rate_limit_exceeded`) with the seconds to wait
   */
  admit(principal: Principal, setHeader: SetHeader): Promise<void> | undefined {
    const requests = principal.requestsPerMinute ?? this.#defaults.requests;
    const tokens = principal.tokensPerMinute ?? this.#defaults.tokens;
    return requests === undefined && tokens === undefined
      ? undefined
      : this.#count(principal, { requests, tokens }, setHeader);
  }

  async #count(
    principal: Principal,
    { requests, tokens }: { readonly requests: number | undefined; readonly tokens: number | undefined },
    setHeader: SetHeader,
  ): Promise<void> {
    const key = keyOf(principal);
    if (tokens !== undefined) {
      const used = await this.#limiter('tokens', tokens).get(key);
      tell(setHeader, 'tokens', tokens, used);
      if (used !== null && used.consumedPoints >= tokens) throw exceeded('tokens', tokens, used);
    }
    if (requests !== undefined) {
      const limiter = this.#limiter('requests', requests);
      const used = await limiter.consume(key).catch((refused: unknown) => refused as RateLimiterRes);
      tell(setHeader, 'requests', requests, used);
      if (used.consumedPoints > requests) throw exceeded('requests', requests, used);
    }
  }

  /** Counts the tokens of turns, which are known only when they end. */
  onTurn({ principal }: TurnContext): TurnObserver {
    const limit = principal.tokensPerMinute ?? this.#defaults.tokens;
    if (limit === undefined) return ignoring;
    return {
      ...ignoring,
      onEvent: (event) => {
        if (event.type === 'usage')
          void this.#limiter('tokens', limit).penalty(keyOf(principal), event.usage.total_tokens);
      },
    };
  }

  #limiter(kind: string, points: number): RateLimiterMemory {
    const name = `${kind}:${points}`;
    let limiter = this.#limiters.get(name);
    if (limiter === undefined) {
      limiter = new RateLimiterMemory({ keyPrefix: name, points, duration: WINDOW });
      this.#limiters.set(name, limiter);
    }
    return limiter;
  }
}

function keyOf({ tenant, name }: Principal): string {
  return JSON.stringify([tenant, name]);
}

function tell(setHeader: SetHeader, kind: string, limit: number, used: RateLimiterRes | null): void {
  setHeader(`x-ratelimit-limit-${kind}`, String(limit));
  setHeader(`x-ratelimit-remaining-${kind}`, String(Math.max(0, limit - (used?.consumedPoints ?? 0))));
  setHeader(`x-ratelimit-reset-${kind}`, `${((used?.msBeforeNext ?? 0) / 1_000).toFixed(3)}s`);
}

function exceeded(kind: string, limit: number, used: RateLimiterRes): EngineError {
  const retryAfter = Math.ceil(used.msBeforeNext / 1_000);
  return new EngineError(`Rate limit reached for ${kind}: ${limit} a minute. Try again in ${retryAfter} s.`, {
    status: 429,
    code: 'rate_limit_exceeded',
    type: kind,
    retryAfter,
  });
}
