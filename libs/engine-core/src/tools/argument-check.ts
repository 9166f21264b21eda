import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { ToolDefinition } from '../ports/tool-source.js';
import { compileSchema, describe } from './parameter-schema.js';

/** Says what is wrong with the arguments, readable for a model; undefined when they fit the definition. */
export type ArgumentCheck = (args: Readonly<Record<string, unknown>>) => string | undefined;

/** The check of one definition. Its schema is compiled on the first call, which throws if it is not valid. */
export function compileArguments(definition: ToolDefinition): ArgumentCheck {
  let validate: ValidateFunction | undefined;
  return (args) => {
    validate ??= compileSchema(definition.parameters);
    return validate(args) ? undefined : describe(validate.errors, 'the arguments');
  };
}
