import { isObject, type JsonObject } from '../json.js';

const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-01-01',
  'date-time': '2026-01-01T00:00:00Z',
  time: '00:00:00Z',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
};
const DEEPEST = 8;

/**
 * A small value that a JSON Schema allows, with required properties only. Covers what tools use: types, enum, const,
 * default, examples, formats, bounds, unions and local `$ref`s; not patterns.
 * @param text - what to put into strings that can be anything
 */
export function exampleOf(schema: unknown, text: string, root: unknown = schema, depth = 0): unknown {
  if (!isObject(schema) || depth > DEEPEST) return null;
  const inner = (part: unknown) => exampleOf(part, text, root, depth + 1);
  if ('const' in schema) return schema['const'];
  for (const choices of [schema['enum'], schema['examples']]) {
    if (Array.isArray(choices) && choices.length > 0) return choices[0] as unknown;
  }
  if ('default' in schema) return schema['default'];
  if (typeof schema['$ref'] === 'string') return inner(resolve(schema['$ref'], root));
  for (const union of [schema['anyOf'], schema['oneOf'], schema['allOf']]) {
    if (Array.isArray(union) && union.length > 0) return inner(union[0]);
  }
  switch (typeOf(schema)) {
    case 'object':
      return objectOf(schema, inner);
    case 'array':
      return Array.from({ length: size(schema['minItems']) }, () => inner(schema['items']));
    case 'string':
      return stringOf(schema, text);
    case 'number':
    case 'integer':
      return numberOf(schema);
    case 'boolean':
      return false;
    default:
      return null;
  }
}

function typeOf({ type, properties }: JsonObject): unknown {
  if (type === undefined && properties !== undefined) return 'object';
  return Array.isArray(type) ? (type as readonly unknown[])[0] : (type ?? 'string');
}

function objectOf({ properties, required }: JsonObject, inner: (part: unknown) => unknown): JsonObject {
  const known = isObject(properties) ? properties : {};
  const names = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
  return Object.fromEntries(names.map((name) => [name, inner(known[name] ?? { type: 'string' })]));
}

function stringOf({ format, minLength, maxLength }: JsonObject, text: string): string {
  const formatted = typeof format === 'string' ? FORMATS[format] : undefined;
  return (formatted ?? text)
    .padEnd(size(minLength), 'x')
    .slice(0, typeof maxLength === 'number' ? maxLength : 200);
}

function numberOf({ type, minimum, exclusiveMinimum, maximum }: JsonObject): number {
  if (typeof minimum === 'number') return type === 'integer' ? Math.ceil(minimum) : minimum;
  if (typeof exclusiveMinimum === 'number') return Math.floor(exclusiveMinimum) + 1;
  return typeof maximum === 'number' ? Math.min(1, Math.floor(maximum)) : 1;
}

function size(least: unknown): number {
  return typeof least === 'number' ? Math.min(least, 100) : 0;
}

function resolve(ref: string, root: unknown): unknown {
  const steps = ref.replace(/^#\/?/, '').split('/').filter(Boolean);
  return steps.reduce<unknown>((at, step) => {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    return isObject(at) ? at[key] : undefined;
  }, root);
}
