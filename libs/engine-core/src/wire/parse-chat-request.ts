import { InvalidRequestError } from '../errors.js';
import type { Turn } from '../turn.js';
import { checkJson, checkText, fieldName, isObject, refuse, type JsonObject } from './json-value.js';
import { parseMessages } from './parse-messages.js';
import { parseToolChoice, parseTools } from './parse-tools.js';

/** A validated body of `POST /v1/chat/completions`. */
export interface ChatRequest {
  /** The turn, but for what only the server knows. */
  readonly turn: Omit<Turn, 'id' | 'tenant'>;
  /** Whether the stream ends with a usage chunk. */
  readonly includeUsage: boolean;
  /** The engine asked for, for this turn only. */
  readonly engine?: string;
}

export interface ChatRequestDefaults {
  readonly model: string;
  readonly personalityId?: string;
  readonly useTools: boolean;
}

/** Fields that are read here; all others go to the upstream as they came. */
const own = new Set([
  'model',
  'messages',
  'stream',
  'tools',
  'tool_choice',
  'metadata',
  'conversation_id',
  'personality_id',
  'use_tools',
  'engine',
]);
/** Fields that typed SDKs can only send inside `metadata`. */
const twins = ['conversation_id', 'personality_id', 'use_tools', 'engine'] as const;
const numbers = new Set(['temperature', 'top_p', 'presence_penalty', 'frequency_penalty']);
const integers = new Set(['max_tokens', 'max_completion_tokens', 'n', 'seed', 'top_logprobs']);
const booleans = new Set(['logprobs', 'parallel_tool_calls', 'store']);
const objects = new Set(['logit_bias', 'response_format', 'stream_options', 'audio', 'prediction']);
/** Longest id of a model, conversation, personality, user or engine, in UTF-16 code units. */
export const MAX_ID_LENGTH = 256;
/** OpenAI's limit of `n`. */
const MAX_CHOICES = 128;
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

/** @throws InvalidRequestError that names the field at fault. */
export function parseChatRequest(body: unknown, defaults: ChatRequestDefaults): ChatRequest {
  if (!isObject(body)) throw new InvalidRequestError('The body must be a JSON object.', null, 'invalid_type');
  const messages = parseMessages(body['messages']);
  const stream = optional(body, 'stream', 'boolean') ?? false;
  const ids = extras(body);
  const options = passedOn(body);
  const clientTools = body['tools'] == null ? undefined : parseTools(body['tools']);
  const toolChoice = body['tool_choice'] == null ? undefined : parseToolChoice(body['tool_choice']);
  const includeUsage = streamUsage(options, stream);
  const user = id(options['user'], 'user');
  const personalityId = ids.personality_id ?? defaults.personalityId;
  const turn: ChatRequest['turn'] = {
    model: id(body['model'], 'model') ?? defaults.model,
    messages,
    stream,
    options,
    useTools: serverTools(options, ids.use_tools, defaults.useTools),
    ...(clientTools !== undefined && { clientTools }),
    ...(toolChoice !== undefined && { toolChoice }),
    ...(ids.conversation_id !== undefined && { conversationId: ids.conversation_id }),
    ...(personalityId !== undefined && { personalityId }),
    ...(user !== undefined && { user }),
  };
  return { turn, includeUsage, ...(ids.engine !== undefined && { engine: ids.engine }) };
}

/** Checks the types of the fields that OpenAI documents, so that a mistake is named here and not by each upstream. */
function passedOn(body: JsonObject): JsonObject {
  // No prototype: a field called __proto__ is one like any other.
  const options = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(body)) {
    if (own.has(key)) continue;
    const value = body[key];
    if (value != null) {
      if (numbers.has(key)) expectType(value, key, 'number');
      else if (integers.has(key)) {
        if (!Number.isInteger(value)) refuse(key, 'an integer', value);
      } else if (booleans.has(key)) expectType(value, key, 'boolean');
      else if (objects.has(key)) {
        if (!isObject(value)) refuse(key, 'an object', value);
      }
      checkJson(value, fieldName(key));
    }
    checkText(key, fieldName(key));
    options[key] = value;
  }
  const rest = otherMetadata(body['metadata']);
  if (rest !== undefined) options['metadata'] = rest;
  for (const key of ['max_tokens', 'max_completion_tokens', 'n']) {
    const value = options[key];
    if (typeof value === 'number' && value < 1)
      refuse(key, 'an integer of at least 1', value, 'integer_below_min_value');
  }
  const n = options['n'];
  if (typeof n === 'number' && n > MAX_CHOICES)
    refuse('n', `an integer of at most ${MAX_CHOICES}`, n, 'integer_above_max_value');
  return options;
}

function expectType(value: unknown, param: string, type: 'number' | 'boolean'): void {
  if (typeof value !== type) refuse(param, `a ${type}`, value);
}

function optional(body: JsonObject, key: string, type: 'boolean'): boolean | undefined {
  const value = body[key];
  if (value == null) return undefined;
  if (typeof value !== type) refuse(key, `a ${type}`, value);
  return value as boolean;
}

interface Extras {
  readonly conversation_id?: string;
  readonly personality_id?: string;
  readonly engine?: string;
  readonly use_tools?: boolean;
}

/** YYChat's own fields, from the top level or from `metadata`. */
function extras(body: JsonObject): Extras {
  const metadata = body['metadata'];
  if (metadata == null && !twins.some((key) => key in body)) return {};
  if (metadata != null && !isObject(metadata)) refuse('metadata', 'an object', metadata);
  const found: Record<string, unknown> = {};
  for (const key of twins) {
    const param = `metadata.${key}`;
    const top = read(body[key], key);
    const twin = isObject(metadata) ? read(metadata[key], param) : undefined;
    if (top !== undefined && twin !== undefined && top !== twin) {
      refuse(param, `the same value as '${key}'`, twin, 'conflicting_values');
    }
    const value = top ?? twin;
    if (value !== undefined) found[key] = value;
  }
  return found;
}

function read(value: unknown, param: string): string | boolean | undefined {
  if (!param.endsWith('use_tools')) return id(value, param);
  if (value == null || typeof value === 'boolean') return value ?? undefined;
  // Values of `metadata` are strings.
  if (param !== 'use_tools' && (value === 'true' || value === 'false')) return value === 'true';
  refuse(param, 'a boolean', value);
}

function id(value: unknown, param: string): string | undefined {
  if (value == null) return undefined;
  if (typeof value !== 'string' || value === '') refuse(param, 'a non-empty string', value);
  checkText(value, param);
  if (value.length > MAX_ID_LENGTH)
    refuse(param, `at most ${MAX_ID_LENGTH} characters`, value, 'string_above_max_length');
  if (CONTROL.test(value)) refuse(param, 'a string without control characters', value, 'invalid_value');
  return value;
}

function otherMetadata(metadata: unknown): JsonObject | undefined {
  if (!isObject(metadata)) return undefined;
  checkJson(metadata, 'metadata');
  const rest = Object.entries(metadata).filter(([key]) => !(twins as readonly string[]).includes(key));
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

function streamUsage(options: JsonObject, stream: boolean): boolean {
  const value = options['stream_options'];
  if (!isObject(value)) return false;
  if (!stream) refuse('stream_options', "nothing where 'stream' is not true", value, 'invalid_value');
  const include = value['include_usage'];
  if (include != null && typeof include !== 'boolean')
    refuse('stream_options.include_usage', 'a boolean', include);
  return include === true;
}

/**
 * The tool loop answers one choice through the tools API. Where the request wants several choices, or the old
 * `functions`, server tools are not offered, and asking for them in so many words is an error.
 */
function serverTools(options: JsonObject, asked: boolean | undefined, fallback: boolean): boolean {
  const n = options['n'];
  const unfit = typeof n === 'number' && n > 1 ? 'n' : options['functions'] != null ? 'functions' : undefined;
  if (unfit === undefined) return asked ?? fallback;
  if (asked === true)
    refuse(
      unfit,
      "nothing that server tools cannot work with; send 'use_tools': false",
      options[unfit],
      'unsupported_value',
    );
  return false;
}
