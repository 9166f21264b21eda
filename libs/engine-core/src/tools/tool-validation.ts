import { InvalidToolError } from '../errors.js';
import type { Tool, ToolDefinition } from '../ports/tool-source.js';
import type { SchemaCheck } from './parameter-schema.js';

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;
/** Characters: what the OpenAI API takes. */
const MAX_DESCRIPTION = 1024;

/**
 * A frozen copy of the tool, which later changes of the original cannot reach.
 *
 * @throws InvalidToolError when the tool cannot be valid: a name, description or schema that the OpenAI API would
 * refuse, or another shape than {@link Tool} (OpenAI's `{type, function}`, a bare `{name, parameters}`, …).
 */
export function validateTool(tool: Tool, check: SchemaCheck): Tool {
  const given: unknown = tool;
  if (!isRecord(given)) throw new InvalidToolError(String(given), 'it is not an object');
  const definition = given['definition'];
  if (!isRecord(definition)) {
    throw new InvalidToolError(
      nameOf(given),
      'it must be {definition: {name, description, parameters}, source, execute}',
    );
  }
  const name = nameOf(given);
  const refuse = (reason: string, cause?: unknown): never => {
    throw new InvalidToolError(name, reason, cause);
  };
  if (typeof definition['name'] !== 'string' || !NAME.test(definition['name'])) {
    refuse(`definition.name must match ${NAME.source}`);
  }
  const description = definition['description'];
  if (typeof description !== 'string' || description.trim() === '' || description.length > MAX_DESCRIPTION) {
    refuse(`definition.description must be a text of 1 to ${String(MAX_DESCRIPTION)} characters`);
  }
  if (typeof given['source'] !== 'string' || given['source'] === '') refuse('source must be a text');
  if (typeof given['execute'] !== 'function') refuse('execute must be a function');
  const timeout = given['timeout'];
  if (timeout !== undefined && !(typeof timeout === 'number' && timeout > 0 && Number.isFinite(timeout))) {
    refuse('timeout must be a number of milliseconds above 0');
  }
  const problem = check(definition['parameters']);
  if (problem !== undefined) refuse(problem);
  return freeze(tool, refuse);
}

function freeze(tool: Tool, refuse: (reason: string, cause: unknown) => never): Tool {
  let definition: ToolDefinition;
  try {
    const { name, description, parameters } = tool.definition;
    definition = deepFreeze(structuredClone({ name, description, parameters }));
  } catch (error) {
    return refuse('parameters must be plain JSON', error);
  }
  return Object.freeze({
    definition,
    source: tool.source,
    ...(tool.timeout === undefined ? {} : { timeout: tool.timeout }),
    execute: (args, context) => tool.execute(args, context),
  } satisfies Tool);
}

/** The best name for a tool of any shape, for the error text. */
function nameOf(given: Readonly<Record<string, unknown>>): string {
  for (const holder of [given['definition'], given['function'], given]) {
    if (isRecord(holder) && typeof holder['name'] === 'string') return holder['name'].slice(0, 100);
  }
  return '(no name)';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
