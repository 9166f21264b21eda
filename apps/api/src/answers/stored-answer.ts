import type { ChatCompletionChunk, ChunkDelta, ModelChunk, Usage } from '@yychat/engine-core';
import { z } from 'zod';

/** A whole answer as it is cached: what its chunks have in common once, and of each its only choice. */
export interface StoredAnswer {
  readonly head: Pick<ChatCompletionChunk, 'model' | 'created'>;
  readonly parts: readonly Part[];
  readonly usage?: Usage;
}

interface Part {
  readonly delta: ChunkDelta;
  readonly finish_reason: string | null;
  readonly [field: string]: unknown;
}

const delta = z.looseObject({ content: z.string().nullish(), tool_calls: z.array(z.never()).nullish() });
const counts = { prompt_tokens: z.number(), completion_tokens: z.number(), total_tokens: z.number() };
const storedAnswer = z.object({
  head: z.looseObject({ model: z.string(), created: z.number() }),
  parts: z.array(z.looseObject({ delta, finish_reason: z.string().nullable() })).min(1),
  usage: z.looseObject(counts).optional(),
});

/** What was found in a cache, if it is an answer: anyone may write to a cache. */
export function readAnswer(value: unknown): StoredAnswer | undefined {
  return storedAnswer.safeParse(value).data as StoredAnswer | undefined;
}

/** All chunks of an answer; undefined where it did not come to its own end, or is not of text alone. */
export function packAnswer(chunks: readonly ChatCompletionChunk[]): StoredAnswer | undefined {
  const head: Record<string, unknown> = {};
  const parts: object[] = [];
  let usage: Usage | undefined;
  let finish: string | null = null;
  for (const { choices, usage: used, id: _, object: __, obfuscation: ___, ...common } of chunks) {
    Object.assign(head, common);
    usage = used ?? usage;
    for (const { index, delta: said, finish_reason: reason, ...more } of choices) {
      if (index !== 0 || finish !== null) return undefined;
      finish = reason ?? null;
      // Some upstreams leave `delta` out of their last chunk.
      parts.push({ ...more, delta: (said as ChunkDelta | undefined) ?? {}, finish_reason: finish });
    }
  }
  return finish === 'stop' ? readAnswer({ head, parts, usage }) : undefined;
}

/**
 * The answer once more, under another id. Its usage is what it was: how long prompt and answer are. That all of the prompt is among the
 * `cached_tokens` tells that none of it was read anew.
 */
export function* replay(
  { head, parts, usage }: StoredAnswer,
  id: string,
  stream: boolean,
): Generator<ModelChunk, void, undefined> {
  const common = { ...head, id, object: 'chat.completion.chunk' as const };
  for (const [at, said] of (stream ? parts.flatMap(inPieces) : parts).entries()) {
    yield { data: { ...common, choices: [{ index: 0, ...said }] }, ...(at === 0 && { cacheHit: true }) };
  }
  if (usage !== undefined) yield { data: { ...common, choices: [], usage: fromCache(usage) } };
}

/** What came in one piece, as a stream says it: who speaks, what, and how it ends. */
function inPieces(whole: Part): readonly Part[] {
  const { role, ...said }: ChunkDelta = whole.delta;
  if (role === undefined || whole.finish_reason === null) return [whole];
  return [
    { delta: { role }, finish_reason: null },
    { ...whole, delta: said, finish_reason: null },
    { delta: {}, finish_reason: whole.finish_reason },
  ];
}

function fromCache(usage: Usage): Usage {
  const details = usage['prompt_tokens_details'] as object | null | undefined;
  return { ...usage, prompt_tokens_details: { ...details, cached_tokens: usage.prompt_tokens } };
}
