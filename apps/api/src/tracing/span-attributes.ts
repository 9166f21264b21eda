import type { Attributes } from '@opentelemetry/api';
import type { EngineError, Usage } from '@yychat/engine-core';
import type { RecordedTurn } from './turn-recording.js';

/*
 * Names by the semantic conventions for generative AI (status: Development), https://opentelemetry.io/docs/specs/semconv/gen-ai/;
 * what they lack is named `yychat.*`.
 */

/** Characters of a name that a client or an upstream may make up. */
const MAX_NAME = 128;
/** Upstreams make up codes, and might put a sentence there. */
const CODE = /^[\w.:-]{1,64}$/;

/** Who answers the calls of the model. */
export interface Upstream {
  /** As the conventions name it, e.g. `openai`. */
  readonly provider: string;
  readonly address: string;
  readonly port: number;
}

export const CHAT = 'chat';
export const EXECUTE_TOOL = 'execute_tool';

/** `chat MODEL`. */
export function chatName({ context }: RecordedTurn): string {
  return `${CHAT} ${short(context.turn.model)}`;
}

export function turnAttributes(recorded: RecordedTurn, { provider }: Upstream): Attributes {
  const { context, stages, usage, model, memory, answerCacheHit, finishReason, error } = recorded;
  const { turn, engine, epoch, queue } = context;
  const first = turn.stream ? stages.find(({ stage }) => stage === 'first_chunk') : undefined;
  const attributes: Attributes = {
    'gen_ai.operation.name': CHAT,
    'gen_ai.provider.name': provider,
    'gen_ai.request.model': short(turn.model),
    'gen_ai.request.stream': turn.stream,
    'yychat.request.id': turn.id,
    'yychat.engine': engine,
    'yychat.engine.epoch': epoch,
    'yychat.outcome': 'ok',
  };
  if (typeof model === 'string') attributes['gen_ai.response.model'] = short(model);
  if (turn.conversationId !== undefined) attributes['gen_ai.conversation.id'] = turn.conversationId;
  if (usage !== undefined) addUsage(usage, attributes);
  if (finishReason !== undefined) attributes['gen_ai.response.finish_reasons'] = [short(finishReason)];
  if (first !== undefined) {
    attributes['gen_ai.response.time_to_first_chunk'] = (queue + first.start + first.duration) / 1_000;
  }
  if (memory !== undefined) attributes['yychat.memory'] = memory;
  if (answerCacheHit !== undefined) attributes['yychat.answer'] = answerCacheHit ? 'hit' : 'miss';
  return error === undefined ? attributes : Object.assign(attributes, failureAttributes(error));
}

/** Of one call of the model. `status`: of the HTTP answer, if there was one. */
export function modelCallAttributes(
  { context }: RecordedTurn,
  { provider, address, port }: Upstream,
  status: number | undefined,
): Attributes {
  const attributes: Attributes = {
    'gen_ai.operation.name': CHAT,
    'gen_ai.provider.name': provider,
    'gen_ai.request.model': short(context.turn.model),
    'server.address': address,
    'server.port': port,
  };
  if (status !== undefined) attributes['http.response.status_code'] = status;
  return attributes;
}

/** The tool's name, unless the model made up one that can be none. */
export function toolName(name: string): string {
  return CODE.test(name) ? name : 'other';
}

/** How something ended that failed, or was broken off. */
export function failureAttributes({ code, type }: EngineError): Attributes {
  if (isCancelled(code)) return { 'yychat.outcome': 'cancelled' };
  const errorType = [code, type].find((name) => CODE.test(name)) ?? '_OTHER';
  return { 'yychat.outcome': 'error', 'error.type': errorType };
}

export function isCancelled(code: string | undefined): boolean {
  return code === 'cancelled';
}

/** What an upstream counts need not be numbers. */
function addUsage(usage: Usage, attributes: Attributes): void {
  const details = usage['prompt_tokens_details'] as { readonly cached_tokens?: unknown } | null | undefined;
  const add = (name: string, count: unknown) => {
    if (typeof count === 'number' && Number.isSafeInteger(count)) attributes[name] = count;
  };
  add('gen_ai.usage.input_tokens', usage.prompt_tokens);
  add('gen_ai.usage.output_tokens', usage.completion_tokens);
  add('gen_ai.usage.cache_read.input_tokens', details?.cached_tokens);
}

/** What an upstream calls a name need not be a text, either. */
function short(name: unknown): string {
  return typeof name === 'string' ? name.slice(0, MAX_NAME) : 'other';
}
