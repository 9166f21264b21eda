type Schema = Readonly<Record<string, unknown>>;

const OLDER_DRAFT = /^https?:\/\/json-schema\.org\/(?:draft-0[3-7]|draft\/2019-09)\/schema#?$/;
/** Values in these are data, not schemas. */
const DATA = new Set(['const', 'default', 'enum', 'examples', 'example']);

/**
 * The `inputSchema` of an MCP tool in the form of this service: draft 2020-12, and with the `properties` that the
 * OpenAI API wants even where there are none. Many servers still declare draft-07; of what changed since, only the
 * tuple form of `items` matters here.
 */
export function toParameters(inputSchema: unknown): unknown {
  if (!isSchema(inputSchema)) return inputSchema;
  const { $schema, ...rest } = inputSchema;
  const isOlder = typeof $schema === 'string' && OLDER_DRAFT.test($schema);
  const schema = isOlder ? (modernize(rest) as Schema) : inputSchema;
  return schema['properties'] === undefined ? { ...schema, properties: {} } : schema;
}

function modernize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(modernize);
  if (!isSchema(value)) return value;
  const isTuple = Array.isArray(value['items']);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      if (DATA.has(key)) return [key, part];
      if (isTuple && key === 'items') return ['prefixItems', modernize(part)];
      if (isTuple && key === 'additionalItems') return ['items', modernize(part)];
      return [key, modernize(part)];
    }),
  );
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
