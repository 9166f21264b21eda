import type { Behaviour } from './behaviour.js';
import { ApiError } from './api-error.js';
import { asksForMemories } from './brain/memory-extractor.js';
import type { RecordedRequest } from './recorded-request.js';

/** What a behaviour can apply to. */
export type Endpoint = 'chat' | 'embeddings' | 'models';

/** A behaviour for every request that matches. */
export interface Rule {
  /** Default: `chat`. */
  readonly on?: Endpoint;
  readonly match: (request: RecordedRequest) => boolean;
  readonly behaviour: Behaviour;
  /** How often it applies before it is forgotten; default: for ever. */
  readonly times?: number;
}

/** Decides how a request is answered: its own behaviour, else the queue, else the rules in order, else the default. */
export class Script {
  #defaults: Behaviour = {};
  #queue: Behaviour[] = [];
  #rules: { rule: Rule; left: number }[] = [];

  /** @param heeded - the only fields of a default that are heeded; with them, there is neither queue nor rule */
  constructor(private readonly heeded?: readonly (keyof Behaviour)[]) {}

  get defaults(): Behaviour {
    return this.#defaults;
  }

  /** @throws ApiError 400 for a field that is not heeded */
  set defaults(behaviour: Behaviour) {
    const ignored = Object.keys(behaviour).find((field) => this.heeded?.every((known) => known !== field));
    if (ignored !== undefined) throw this.#ignored(`defaults.${ignored}`);
    this.#defaults = behaviour;
  }

  get rules(): number {
    return this.#rules.length;
  }

  enqueue(behaviours: readonly Behaviour[]): void {
    if (this.heeded) throw this.#ignored('A queue');
    this.#queue.push(...behaviours);
  }

  add(rule: Rule): () => void {
    if (this.heeded) throw this.#ignored('A rule');
    const entry = { rule, left: rule.times ?? Infinity };
    this.#rules.push(entry);
    return () => {
      this.#rules = this.#rules.filter((other) => other !== entry);
    };
  }

  choose(request: RecordedRequest, endpoint: Endpoint, own: Behaviour | undefined): Behaviour {
    if (own) return own;
    // What mem0 asks in the background comes at any time: it takes nothing from those who wait for their turn.
    const isTurn = endpoint === 'chat' && !asksForMemories(request.body.messages);
    const queued = isTurn ? this.#queue.shift() : undefined;
    if (queued) return queued;
    const entry = this.#rules.find(({ rule }) => (rule.on ?? 'chat') === endpoint && rule.match(request));
    if (!entry) return isTurn ? this.#defaults : {};
    entry.left -= 1;
    if (entry.left <= 0) this.#rules = this.#rules.filter((other) => other !== entry);
    return entry.rule.behaviour;
  }

  forgetRules(): void {
    this.#rules = [];
  }

  reset(): void {
    this.#queue = [];
    this.#rules = [];
    this.#defaults = {};
  }

  #ignored(what: string): Error {
    const message = `${what} has no effect here: with stamps, only defaults ${this.heeded?.join(', ') ?? ''} do.`;
    return new ApiError(400, message);
  }
}
