import type { TokenCounter } from '../ports/token-counter.js';
import type { ChatMessage } from '../wire/chat-completion.js';
import { trimHistory } from './history.js';
import type { PipelineLimits } from './limits.js';
import { countTokens, upperBound } from './token-estimate.js';

export interface BudgetRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** Characters of the tool definitions' JSON. */
  readonly toolsSize: number;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Fits prompts into the context of their model; loads the tokenizer only when one comes near its limit. */
export class TokenBudget {
  readonly #limits: PipelineLimits;
  readonly #load: (() => Promise<TokenCounter>) | undefined;
  #loading: Promise<TokenCounter> | undefined;

  constructor(limits: PipelineLimits, load: (() => Promise<TokenCounter>) | undefined) {
    this.#limits = limits;
    this.#load = load;
  }

  /** The messages that fit: the same array when all do, which the cheap bound shows for most prompts. */
  fit(request: BudgetRequest): readonly ChatMessage[] | Promise<readonly ChatMessage[]> {
    if (this.#load === undefined) return request.messages;
    const budget =
      this.#limits.contextWindow(request.model) - this.#reserve(request.options) - request.toolsSize / 3;
    let bound = 0;
    for (const message of request.messages) bound += upperBound(message);
    return bound <= budget ? request.messages : this.#trim(request, Math.floor(budget));
  }

  async #trim({ messages, model }: BudgetRequest, budget: number): Promise<readonly ChatMessage[]> {
    this.#loading ??= (this.#load as () => Promise<TokenCounter>)();
    const counter = await this.#loading;
    // The system messages, then from the newest back, and no further than the budget reaches.
    const order = [
      ...messages.filter(isSystem),
      ...messages.filter((message) => !isSystem(message)).reverse(),
    ];
    const tokens = new Map<ChatMessage, number>();
    let left = budget;
    for (const message of order) {
      if (left < 0) break;
      const count = await countTokens(message, counter, model, left);
      tokens.set(message, count);
      left -= count;
    }
    return trimHistory(messages, budget, (message) => tokens.get(message) ?? Infinity);
  }

  #reserve(options: Readonly<Record<string, unknown>>): number {
    const asked = options['max_completion_tokens'] ?? options['max_tokens'];
    return typeof asked === 'number' ? asked : this.#limits.answerReserve;
  }
}

function isSystem({ role }: ChatMessage): boolean {
  return role === 'system' || role === 'developer';
}
