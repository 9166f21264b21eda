import { isObject, type JsonObject } from '../json.js';

const NOT_AT_TOP = ['oneOf', 'anyOf', 'allOf', 'enum', 'not'];

/** Why the API would not take this as the JSON Schema of a function's arguments, in its words. */
export function schemaProblem(schema: unknown): string | undefined {
  if (!isObject(schema)) return `${JSON.stringify(schema)} is not of type 'object', 'boolean'.`;
  const { type, properties, required } = schema;
  if (type !== 'object') {
    const got = typeof type === 'string' ? type : 'None';
    return `schema must be a JSON Schema of 'type: "object"', got 'type: "${got}"'.`;
  }
  if (NOT_AT_TOP.some((keyword) => keyword in schema)) {
    return `schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level.`;
  }
  if (properties !== undefined && !isObject(properties)) {
    return `${JSON.stringify(properties)} is not of type 'object'.`;
  }
  const named = Array.isArray(required) && required.every((name) => typeof name === 'string');
  if (required !== undefined && !named) return `${JSON.stringify(required)} is not of type 'array'.`;
  return arrayProblem(schema, []);
}

function arrayProblem(schema: JsonObject, path: readonly string[]): string | undefined {
  const { type, items, prefixItems, properties } = schema;
  if (type === 'array' && items === undefined && prefixItems === undefined) {
    return `In context=(${path.map((key) => `'${key}'`).join(', ')}), array schema missing items.`;
  }
  const inner = isObject(properties) ? Object.entries(properties) : [];
  const nested: [string[], unknown][] = inner.map(([name, property]) => [['properties', name], property]);
  for (const [step, part] of [...nested, [['items'], items] as const]) {
    const problem = isObject(part) ? arrayProblem(part, [...path, ...step]) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}
