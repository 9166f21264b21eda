import { InvalidRequestError } from '../errors.js';
import type { ChatMessage, ToolCall } from './chat-completion.js';
import { checkJson, checkText, fieldName, isObject, missing, refuse, type JsonObject } from './json-value.js';

const roles = new Set(['developer', 'system', 'user', 'assistant', 'tool', 'function']);

/** @throws InvalidRequestError naming the message and the field. */
export function parseMessages(value: unknown): readonly ChatMessage[] {
  if (value === undefined) missing('messages');
  if (!Array.isArray(value) || value.length === 0) refuse('messages', 'a non-empty array', value);
  const messages = value as readonly unknown[];
  /** Calls of the last assistant message that have no result yet. */
  const open = new Set<string>();
  for (let i = 0; i < messages.length; i++) {
    const at = `messages[${i}]`;
    const message = messages[i];
    if (!isObject(message)) refuse(at, 'an object', message);
    const { role } = message;
    if (role === undefined) missing(`${at}.role`);
    if (typeof role !== 'string' || !roles.has(role)) {
      refuse(`${at}.role`, `one of ${[...roles].join(', ')}`, role, 'invalid_value');
    }
    if (role === 'tool') answer(message, open, at);
    else if (open.size > 0) unanswered(open, at);
    checkContent(message, role, at);
    if (message['tool_calls'] !== undefined && message['tool_calls'] !== null) call(message, role, open, at);
    checkOtherFields(message, at);
  }
  if (open.size > 0) unanswered(open, `messages[${messages.length - 1}]`);
  return messages as readonly ChatMessage[];
}

function checkContent(message: JsonObject, role: string, at: string): void {
  const { content } = message;
  const param = `${at}.content`;
  if (typeof content === 'string') return checkText(content, param);
  if (content === null || content === undefined) {
    if (role === 'function' || (role === 'assistant' && hasOtherAnswer(message))) return;
    if (content === undefined) missing(param);
    refuse(param, 'a string or an array of content parts', content);
  }
  if (!Array.isArray(content) || content.length === 0)
    refuse(param, 'a string or a non-empty array of content parts', content);
  (content as readonly unknown[]).forEach((part, i) => {
    const where = `${param}[${i}]`;
    if (!isObject(part)) refuse(where, 'an object', part);
    if (typeof part['type'] !== 'string') refuse(`${where}.type`, 'a string', part['type']);
    if (part['type'] === 'text' && typeof part['text'] !== 'string')
      refuse(`${where}.text`, 'a string', part['text']);
    checkJson(part, where);
  });
}

/** An assistant message may have something other than text. */
function hasOtherAnswer(message: JsonObject): boolean {
  return ['tool_calls', 'function_call', 'refusal', 'audio'].some((field) => message[field] != null);
}

function checkOtherFields(message: JsonObject, at: string): void {
  for (const key of Object.keys(message)) {
    if (key === 'role' || key === 'content') continue;
    if (key === 'name' && typeof message[key] !== 'string' && message[key] !== null)
      refuse(`${at}.name`, 'a string', message[key]);
    const param = `${at}.${fieldName(key)}`;
    checkText(key, param);
    checkJson(message[key], param);
  }
}

function call(message: JsonObject, role: string, open: Set<string>, at: string): void {
  const calls = message['tool_calls'];
  if (role !== 'assistant')
    refuse(`${at}.tool_calls`, 'nothing, as only an assistant calls tools', calls, 'invalid_value');
  if (!Array.isArray(calls) || calls.length === 0) refuse(`${at}.tool_calls`, 'a non-empty array', calls);
  (calls as readonly unknown[]).forEach((item, i) => {
    const where = `${at}.tool_calls[${i}]`;
    if (!isObject(item)) refuse(where, 'an object', item);
    const { id, type, function: fn } = item as Partial<ToolCall>;
    if (typeof id !== 'string' || id === '') refuse(`${where}.id`, 'a non-empty string', id);
    if (open.has(id)) refuse(`${where}.id`, 'an id that is used once', id, 'duplicate_value');
    if (type === 'function') {
      if (!isObject(fn)) refuse(`${where}.function`, 'an object', fn);
      if (typeof fn['name'] !== 'string') refuse(`${where}.function.name`, 'a string', fn['name']);
      if (typeof fn['arguments'] !== 'string')
        refuse(`${where}.function.arguments`, 'a string of JSON', fn['arguments']);
    } else if (typeof type !== 'string') refuse(`${where}.type`, "'function'", type);
    open.add(id);
  });
}

function answer(message: JsonObject, open: Set<string>, at: string): void {
  const id = message['tool_call_id'];
  if (id === undefined) missing(`${at}.tool_call_id`);
  if (typeof id !== 'string') refuse(`${at}.tool_call_id`, 'a string', id);
  if (open.delete(id)) return;
  throw new InvalidRequestError(
    `Invalid value for '${at}.tool_call_id': no call of the assistant message before it has this id.`,
    `${at}.tool_call_id`,
    'orphan_tool_result',
  );
}

function unanswered(open: ReadonlySet<string>, at: string): never {
  throw new InvalidRequestError(
    `Invalid value for '${at}': an assistant message with 'tool_calls' must be followed by tool messages that answer ` +
      `each 'tool_call_id'; ${open.size} did not get one.`,
    at,
    'missing_tool_result',
  );
}
