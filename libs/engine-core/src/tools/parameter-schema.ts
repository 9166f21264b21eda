import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AnySchema, ErrorObject, Options, ValidateFunction } from 'ajv/dist/2020.js';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const PROBLEMS_TOLD = 5;

/**
 * `strict: false`: a keyword that ajv does not know is no reason to refuse somebody's tool, and formats are notes to
 * the model. No `logger`: ajv would write to the console.
 */
const OPTIONS: Options = { strict: false, validateFormats: false, logger: false };

/** Compiles `parameters` in an ajv of its own, so that nothing is kept and `$id`s of two tools cannot clash. */
export function compileSchema(parameters: Readonly<Record<string, unknown>>): ValidateFunction {
  const ajv = new Ajv2020({ ...OPTIONS, allErrors: true, validateSchema: false, meta: false });
  return ajv.compile(parameters as AnySchema);
}

/**
 * Says why a value cannot be the `parameters` of a tool: not a JSON Schema of an object by the 2020-12 meta-schema,
 * another dialect, or a `$ref` that leads nowhere. Undefined when nothing is wrong.
 */
export type SchemaCheck = (parameters: unknown) => string | undefined;

/** The meta-schema is compiled once per check, on its first use; that takes some 30 ms. */
export function createSchemaCheck(): SchemaCheck {
  let metaSchema: ValidateFunction | undefined;
  return (parameters) => {
    if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
      return 'parameters must be a JSON Schema with "type": "object"';
    }
    const schema = parameters as Readonly<Record<string, unknown>>;
    if (schema['type'] !== 'object') return 'parameters must have "type": "object" at the top level';
    if (schema['$schema'] !== undefined && !isDialect(schema['$schema'])) {
      return `parameters.$schema must be ${DIALECT}`;
    }
    if (schema['$async'] !== undefined) return 'parameters.$async is not JSON Schema';
    try {
      metaSchema ??= new Ajv2020(OPTIONS).getSchema(DIALECT);
      if (metaSchema?.(schema) !== true)
        return `parameters is not a JSON Schema: ${describe(metaSchema?.errors)}`;
      compileSchema(schema);
      return undefined;
    } catch (error) {
      return `parameters cannot be compiled: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
}

function isDialect(uri: unknown): boolean {
  return uri === DIALECT || uri === `${DIALECT}#`;
}

/** What ajv found, in words that a model can act on: `limit must be <= 10; "colour" is not a known argument`. */
export function describe(errors: readonly ErrorObject[] | null | undefined, root = ''): string {
  const found = errors ?? [];
  const told = found.slice(0, PROBLEMS_TOLD).map((error) => describeOne(error, root));
  if (found.length > PROBLEMS_TOLD) told.push(`and ${String(found.length - PROBLEMS_TOLD)} more problems`);
  return told.join('; ');
}

function describeOne(error: ErrorObject, root: string): string {
  const path = error.instancePath
    .slice(1)
    .replaceAll('/', '.')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~')
    .slice(0, 200);
  const at = path === '' ? root : path;
  const params = error.params as Readonly<Record<string, unknown>>;
  let message = error.message ?? 'is not valid';
  if (error.keyword === 'additionalProperties') {
    message = `must not have "${String(params['additionalProperty']).slice(0, 64)}"`;
  }
  if (error.keyword === 'enum')
    message = `must be one of ${JSON.stringify(params['allowedValues']).slice(0, 500)}`;
  if (error.keyword === 'const') message = `must be ${JSON.stringify(params['allowedValue']).slice(0, 200)}`;
  return at === '' ? message : `${at} ${message}`;
}
