import { invalid, missing, unsupported, wrongType } from '../api-error.js';
import { isObject, type JsonObject } from '../json.js';
import type { RecordedMessage } from '../recorded-request.js';

/** A message with a role that the API knows. */
export interface ChatMessage extends RecordedMessage {
  readonly role: string;
}

const ROLES = ['system', 'assistant', 'user', 'function', 'tool', 'developer'];
const NAME = /^[^\s<|\\/>]+$/;
const PART_TYPES: Readonly<Record<string, readonly string[]>> = {
  user: ['text', 'image_url', 'input_audio', 'file'],
  assistant: ['text', 'refusal'],
};
/** What an assistant message can have in place of content. */
const IN_PLACE_OF_CONTENT = ['tool_calls', 'function_call', 'refusal', 'audio'];

/**
 * Checks each message on its own: role, name, content, tool calls.
 * @throws ApiError when one has to be refused
 */
export function checkMessages(messages: unknown): readonly ChatMessage[] {
  if (messages === undefined) throw missing('messages');
  if (!Array.isArray(messages)) throw wrongType('messages', 'an array of objects', messages);
  if (messages.length === 0) throw empty('messages');
  return messages.map((message: unknown, index) => checkMessage(message, `messages[${index}]`));
}

function checkMessage(message: unknown, at: string): ChatMessage {
  if (!isObject(message)) throw wrongType(at, 'an object', message);
  const { role, name } = message;
  if (role === undefined) throw missing(`${at}.role`);
  if (typeof role !== 'string' || !ROLES.includes(role)) throw unsupported(`${at}.role`, ROLES, role);
  if (name !== undefined && (typeof name !== 'string' || !NAME.test(name))) {
    const text = `Invalid '${at}.name': string does not match pattern. Expected a string that matches the pattern '${NAME.source}'.`;
    throw invalid(text, `${at}.name`, 'invalid_value');
  }
  checkContent(message, role, `${at}.content`);
  if (role === 'assistant') checkCalls(message['tool_calls'] ?? undefined, `${at}.tool_calls`);
  if (role === 'tool' && typeof message['tool_call_id'] !== 'string') throw missing(`${at}.tool_call_id`);
  return { ...message, role };
}

function checkContent(message: JsonObject, role: string, at: string): void {
  const content = message['content'] ?? undefined;
  if (typeof content === 'string') return;
  if (content === undefined) {
    if (role === 'assistant' && IN_PLACE_OF_CONTENT.some((field) => (message[field] ?? null) !== null))
      return;
    throw invalid("Invalid value for 'content': expected a string, got null.", at);
  }
  if (!Array.isArray(content)) throw wrongType(at, 'one of a string or array of objects', content);
  const supported = PART_TYPES[role] ?? ['text'];
  content.forEach((part: unknown, index) => {
    const type = isObject(part) ? part['type'] : undefined;
    if (typeof type !== 'string' || !supported.includes(type)) {
      throw unsupported(`${at}[${index}].type`, supported, type);
    }
  });
}

function checkCalls(calls: unknown, at: string): void {
  if (calls === undefined) return;
  if (!Array.isArray(calls)) throw wrongType(at, 'an array of objects', calls);
  if (calls.length === 0) throw empty(at);
  calls.forEach((call: unknown, index) => {
    const here = `${at}[${index}]`;
    if (!isObject(call) || typeof call['id'] !== 'string') throw missing(`${here}.id`);
    const { type, function: called } = call;
    if (type === undefined) throw missing(`${here}.type`);
    if (type !== 'function') throw unsupported(`${here}.type`, ['function'], type);
    if (!isObject(called) || typeof called['name'] !== 'string') throw missing(`${here}.function.name`);
    if (typeof called['arguments'] !== 'string') throw missing(`${here}.function.arguments`);
  });
}

function empty(param: string): Error {
  const text = `Invalid '${param}': empty array. Expected an array with minimum length 1, but got an empty array instead.`;
  return invalid(text, param, 'empty_array');
}
