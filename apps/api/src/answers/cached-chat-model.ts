import type { Cache } from '@yychat/cache';
import type {
  ChatCompletionChunk,
  ChatModel,
  ChatModelContext,
  ChatModelRequest,
  ModelChunk,
} from '@yychat/engine-core';
import { answerKey } from './answer-key.js';
import { isDeterministic } from './deterministic.js';
import { packAnswer, readAnswer, replay, type StoredAnswer } from './stored-answer.js';

/** Characters of what the upstream sends; longer answers are not held to be kept. */
const LONGEST = 4 * 1_048_576;

export interface AnswerCacheOptions {
  /** Milliseconds that an answer is good for. */
  readonly ttl: number;
  /** Address of the upstream. */
  readonly upstream: string;
}

/**
 * A model that gives equal deterministic requests of one tenant one answer. Only whole answers are kept, which came to their own end.
 * Equal requests at the same time are each asked: nobody waits for, or is cancelled with, another.
 */
export class CachedChatModel implements ChatModel {
  constructor(
    private readonly model: ChatModel,
    private readonly cache: Cache<StoredAnswer>,
    private readonly options: AnswerCacheOptions,
  ) {}

  generate(request: ChatModelRequest, context: ChatModelContext): AsyncIterable<ModelChunk> {
    const { cacheScope } = context;
    return cacheScope === undefined || !isDeterministic(request)
      ? this.model.generate(request, context)
      : this.#generate(request, context, answerKey(request, cacheScope, this.options.upstream));
  }

  healthCheck(signal: AbortSignal): ReturnType<ChatModel['healthCheck']> {
    return this.model.healthCheck(signal);
  }

  async *#generate(
    request: ChatModelRequest,
    context: ChatModelContext,
    key: string,
  ): AsyncGenerator<ModelChunk, void, undefined> {
    const known = readAnswer(await this.cache.get(key, { signal: context.signal }));
    if (known !== undefined) return yield* replay(known, `chatcmpl-${context.requestId}`, request.stream);
    const chunks: ChatCompletionChunk[] = [];
    let length = 0;
    for await (const chunk of this.model.generate(request, context)) {
      yield length === 0 ? { ...chunk, cacheHit: false } : chunk;
      // An answer that is no stream has no text of its own here.
      length += chunk.raw?.length ?? 1;
      if (length <= LONGEST) chunks.push(chunk.data);
      else chunks.length = 0;
    }
    const answer = packAnswer(chunks);
    // Nobody waits for it: the answer is there.
    if (answer !== undefined) void this.cache.set(key, answer, { ttl: this.options.ttl });
  }
}
