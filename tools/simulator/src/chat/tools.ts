import { invalid, missing, unsupported, wrongType } from '../api-error.js';
import { isObject, type JsonObject } from '../json.js';
import { schemaProblem } from './tool-schema.js';

/** Which tool has to be called. */
export type ToolChoice = 'none' | 'auto' | 'required' | { readonly name: string };

/** A function that the request offers. */
export interface ChatTool {
  readonly name: string;
  /** JSON Schema of its arguments, `{}` when it has none. */
  readonly parameters: JsonObject;
}

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;
const CHOICES = ['none', 'auto', 'required'] as const;

/**
 * Checks the tools of a request and what it says about choosing one.
 * @throws ApiError when they have to be refused
 */
export function checkTools(body: JsonObject): { tools: readonly ChatTool[]; toolChoice: ToolChoice } {
  const given = body['tools'] ?? undefined;
  if (given === undefined) {
    const orphan = ['tool_choice', 'parallel_tool_calls'].find((field) => (body[field] ?? null) !== null);
    if (orphan !== undefined)
      throw invalid(`'${orphan}' is only allowed when 'tools' are specified.`, orphan);
    return { tools: [], toolChoice: 'auto' };
  }
  if (!Array.isArray(given)) throw wrongType('tools', 'an array of objects', given);
  if (given.length === 0) {
    const text =
      "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.";
    throw invalid(text, 'tools', 'empty_array');
  }
  const tools = given.flatMap((tool: unknown, index) => checkTool(tool, `tools[${index}]`));
  return { tools, toolChoice: checkChoice(body['tool_choice'] ?? 'auto', tools) };
}

function checkTool(tool: unknown, at: string): readonly ChatTool[] {
  const type = isObject(tool) ? tool['type'] : undefined;
  if (!isObject(tool) || type === undefined) throw missing(`${at}.type`);
  if (type === 'custom') return [];
  if (type !== 'function') throw unsupported(`${at}.type`, ['function', 'custom'], type);
  const { function: offered } = tool;
  if (!isObject(offered)) throw missing(`${at}.function`);
  const { name, parameters = { type: 'object' } } = offered;
  if (name === undefined) throw missing(`${at}.function.name`);
  if (typeof name !== 'string' || !NAME.test(name)) {
    const text = `Invalid '${at}.function.name': string does not match pattern. Expected a string that matches the pattern '${NAME.source}'.`;
    throw invalid(text, `${at}.function.name`, 'invalid_value');
  }
  const problem = schemaProblem(parameters);
  if (problem !== undefined || !isObject(parameters)) {
    const text = `Invalid schema for function '${name}': ${problem ?? ''}`;
    throw invalid(text, `${at}.function.parameters`, 'invalid_function_parameters');
  }
  return [{ name, parameters }];
}

function checkChoice(choice: unknown, tools: readonly ChatTool[]): ToolChoice {
  const word = CHOICES.find((known) => known === choice);
  if (word !== undefined) return word;
  if (!isObject(choice)) throw unsupported('tool_choice', CHOICES, choice);
  if (choice['type'] !== 'function') return 'auto';
  const name = isObject(choice['function']) ? choice['function']['name'] : undefined;
  if (typeof name !== 'string') throw missing('tool_choice.function');
  if (tools.some((tool) => tool.name === name)) return { name };
  throw invalid(`Tool choice '${name}' not found in 'tools' parameter.`, 'tool_choice');
}
