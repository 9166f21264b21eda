import { InvalidRequestError } from '../errors.js';
import type { FunctionTool } from './chat-completion.js';
import { checkJson, isObject, refuse } from './json-value.js';

/** OpenAI's limit of tools in one request. */
const MAX_TOOLS = 128;
const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** The client's own tools. @throws InvalidRequestError naming the tool and the field. */
export function parseTools(value: unknown): readonly FunctionTool[] {
  if (!Array.isArray(value)) refuse('tools', 'an array', value);
  if (value.length > MAX_TOOLS)
    refuse('tools', `at most ${MAX_TOOLS} tools`, value, 'array_above_max_length');
  const names = new Set<string>();
  (value as readonly unknown[]).forEach((tool, i) => {
    const at = `tools[${i}]`;
    if (!isObject(tool)) refuse(at, 'an object', tool);
    checkJson(tool, at);
    const { type, function: fn } = tool;
    if (typeof type !== 'string') {
      const bare = type === undefined && 'name' in tool;
      refuse(
        `${at}.type`,
        bare ? `'function', with name and parameters inside "function"` : 'a string',
        type,
      );
    }
    if (type !== 'function') return;
    if (!isObject(fn)) refuse(`${at}.function`, 'an object', fn);
    checkFunction(fn, `${at}.function`);
    const name = fn['name'] as string;
    if (names.has(name)) refuse(`${at}.function.name`, 'a name that is used once', name, 'duplicate_value');
    names.add(name);
  });
  return value as readonly FunctionTool[];
}

function checkFunction(fn: Readonly<Record<string, unknown>>, at: string): void {
  const { name, description, parameters, strict } = fn;
  if (typeof name !== 'string') refuse(`${at}.name`, 'a string', name);
  if (!NAME.test(name)) {
    throw new InvalidRequestError(
      `Invalid value for '${at}.name': expected 1–64 letters, digits, '_' or '-'.`,
      `${at}.name`,
      'invalid_value',
    );
  }
  if (description != null && typeof description !== 'string')
    refuse(`${at}.description`, 'a string', description);
  if (parameters != null) checkParameters(parameters, `${at}.parameters`);
  if (strict != null && typeof strict !== 'boolean') refuse(`${at}.strict`, 'a boolean', strict);
}

/** What every upstream would refuse, each in words of its own; the rest of the schema is theirs to judge. */
function checkParameters(parameters: unknown, at: string): void {
  if (!isObject(parameters)) refuse(at, 'a JSON Schema of an object', parameters);
  const { type, properties, required } = parameters;
  if (type !== undefined && type !== 'object') refuse(`${at}.type`, "'object'", type, 'invalid_value');
  if (properties !== undefined && !isObject(properties)) refuse(`${at}.properties`, 'an object', properties);
  const isList = Array.isArray(required) && required.every((name) => typeof name === 'string');
  if (required !== undefined && !isList) refuse(`${at}.required`, 'an array of strings', required);
}

/** @throws InvalidRequestError naming the field. */
export function parseToolChoice(value: unknown): unknown {
  if (typeof value === 'string') {
    if (value === 'none' || value === 'auto' || value === 'required') return value;
    refuse('tool_choice', "'none', 'auto', 'required' or an object", value, 'invalid_value');
  }
  if (!isObject(value)) refuse('tool_choice', "'none', 'auto', 'required' or an object", value);
  if (typeof value['type'] !== 'string') refuse('tool_choice.type', 'a string', value['type']);
  if (value['type'] === 'function') {
    const fn = value['function'];
    if (!isObject(fn)) refuse('tool_choice.function', 'an object', fn);
    if (typeof fn['name'] !== 'string') refuse('tool_choice.function.name', 'a string', fn['name']);
  }
  checkJson(value, 'tool_choice');
  return value;
}
