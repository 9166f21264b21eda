import { invalid, wrongType } from '../api-error.js';
import { isObject, type JsonObject } from '../json.js';
import { checkMessages, type ChatMessage } from './messages.js';
import { checkToolOrder } from './tool-order.js';
import { checkTools, type ChatTool, type ToolChoice } from './tools.js';

/** A chat request that the real API would accept, as far as the simulator needs to understand it. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ChatTool[];
  readonly toolChoice: ToolChoice;
  readonly parallelToolCalls: boolean;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** Number of choices, 1–128. */
  readonly n: number;
  /** `max_completion_tokens` or `max_tokens`; `Infinity` when not limited. */
  readonly maxTokens: number;
  /** `{}` when the request has none. */
  readonly responseFormat: JsonObject;
}

/** What a service in between must not pass on. */
const NOT_OURS = ['conversation_id', 'personality_id', 'use_tools', 'engine'];

/**
 * Reads a chat request as strictly as the real API where that matters to a service in between.
 * @throws ApiError when it has to be refused
 */
export function parseChatRequest(body: JsonObject): ChatRequest {
  const foreign = NOT_OURS.find((field) => field in body);
  if (foreign !== undefined) throw invalid(`Unrecognized request argument supplied: ${foreign}`);
  const { model, stream_options: streamOptions } = body;
  if (model === undefined || model === '') throw invalid('you must provide a model parameter');
  if (typeof model !== 'string') throw wrongType('model', 'a string', model);
  const stream = body['stream'] ?? false;
  if (typeof stream !== 'boolean') throw wrongType('stream', 'a boolean', stream);
  onlyWith(body, 'stream_options', stream, "'stream' is enabled");
  onlyWith(body, 'metadata', body['store'] === true, "'store' is enabled");
  const messages = checkMessages(body['messages']);
  checkToolOrder(messages);
  return {
    model,
    messages,
    ...checkTools(body),
    parallelToolCalls: body['parallel_tool_calls'] !== false,
    stream,
    includeUsage: isObject(streamOptions) && streamOptions['include_usage'] === true,
    n: whole(body, 'n', 128) ?? 1,
    maxTokens: whole(body, 'max_completion_tokens') ?? whole(body, 'max_tokens') ?? Infinity,
    responseFormat: isObject(body['response_format']) ? body['response_format'] : {},
  };
}

function onlyWith(body: JsonObject, field: string, allowed: boolean, condition: string): void {
  if (allowed || body[field] === undefined || body[field] === null) return;
  throw invalid(`The '${field}' parameter is only allowed when ${condition}.`, field);
}

function whole(body: JsonObject, field: string, most = Infinity): number | undefined {
  const value = body[field] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(field, 'an integer', value);
  if (value >= 1 && value <= most) return value;
  throw invalid(`Invalid '${field}': integer out of range, got ${value}.`, field, 'integer_out_of_range');
}
