import { EngineError } from '@yychat/engine-core';
import type { RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import type { Principal } from '../auth/principal.js';
import type { TurnContext, TurnListener, TurnObserver } from '../chat/turn-listener.js';
import type { ImpatientRedis } from './impatient-redis.js';
import { openCounter } from './open-counter.js';

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
  readonly #requests: RateLimiterAbstract;
  readonly #tokens: RateLimiterAbstract;

  /** @param redis where all instances count together; absent: each for itself */
  constructor(defaults: RateLimitDefaults, redis?: ImpatientRedis) {
    this.#defaults = defaults;
    this.#requests = openCounter('requests', redis);
    this.#tokens = openCounter('tokens', redis);
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
    // At the same time, for a request waits for it.
    const [spent, made] = await Promise.all([
      tokens === undefined ? null : this.#tokens.get(key),
      requests === undefined ? null : this.#requests.consume(key),
    ]);
    if (tokens !== undefined) {
      tell(setHeader, 'tokens', tokens, spent);
      if (spent !== null && spent.consumedPoints >= tokens) {
        // It was not let in, and does not count.
        if (made !== null) void this.#requests.reward(key);
        throw exceeded('tokens', tokens, spent);
      }
    }
    if (requests !== undefined && made !== null) {
      tell(setHeader, 'requests', requests, made);
      if (made.consumedPoints > requests) throw exceeded('requests', requests, made);
    }
  }

  /** Counts the tokens of turns, which are known only when they end. An answer that was cached has cost none. */
  onTurn({ principal }: TurnContext): TurnObserver {
    const limit = principal.tokensPerMinute ?? this.#defaults.tokens;
    if (limit === undefined) return ignoring;
    let isCached = false;
    return {
      ...ignoring,
      onEvent: (event) => {
        if (event.type === 'message-start') isCached = event.answerCacheHit === true;
        if (event.type !== 'usage' || isCached) return;
        const { total_tokens: spent } = event.usage;
        // What an upstream says of itself may be anything.
        if (Number.isSafeInteger(spent) && spent > 0) void this.#tokens.penalty(keyOf(principal), spent);
      },
    };
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
