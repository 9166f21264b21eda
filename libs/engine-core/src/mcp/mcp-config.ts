import { Interpolation } from './interpolation.js';
import type { Lookup } from './interpolation.js';
import { McpConfigError } from './mcp-config-error.js';

interface CommonConfig {
  /** `^[a-zA-Z0-9_-]+$`. */
  readonly name: string;
  /** Texts that must not show up in a log or an error. */
  readonly secrets: readonly string[];
}

/** A server that is started here, and spoken to over its standard input and output. */
export interface StdioServerConfig extends CommonConfig {
  readonly transport: 'stdio';
  readonly command: string;
  readonly args: readonly string[];
  /** In addition to the few variables that are safe to inherit. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A server elsewhere, spoken to over streamable HTTP. */
export interface HttpServerConfig extends CommonConfig {
  readonly transport: 'http';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

export type McpServerConfig = StdioServerConfig | HttpServerConfig;

type Fields = Readonly<Record<string, unknown>>;

const NAME = /^[a-zA-Z0-9_-]+$/;
const HTTP_TYPES = new Set<unknown>([
  undefined,
  'http',
  'streamable-http',
  'streamableHttp',
  'streamable_http',
]);

/**
 * Reads the JSON that other MCP clients use, too: `{"mcpServers": {NAME: {command, args, env, cwd} | {url, headers}}}`.
 * `${VAR}` and `${VAR:-default}` are replaced in every text. Servers with `"disabled": true` are left out, and fields
 * that are not known are ignored: other clients have their own.
 *
 * @throws McpConfigError that names the field at fault, `mcpServers.files.command` for instance.
 */
export function parseMcpConfig(text: string, lookup: Lookup): readonly McpServerConfig[] {
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (error) {
    // The message of a SyntaxError quotes the text, in which there may be secrets.
    const place = error instanceof Error ? /\(line \d+ column \d+\)|position \d+/.exec(error.message) : null;
    throw new McpConfigError(
      'The MCP configuration',
      `is not valid JSON${place === null ? '' : `, ${place[0]}`}`,
    );
  }
  const servers = record(record(config, 'The MCP configuration')['mcpServers'], 'mcpServers');
  return Object.entries(servers).flatMap(([name, value]) => {
    const field = `mcpServers.${name}`;
    if (!NAME.test(name)) throw new McpConfigError(field, `has a name that does not match ${NAME.source}`);
    const fields = record(value, field);
    if (optional(fields['disabled'], `${field}.disabled`, 'boolean') === true) return [];
    return [parseServer(name, field, fields, new Interpolation(lookup))];
  });
}

function parseServer(
  name: string,
  field: string,
  fields: Fields,
  interpolation: Interpolation,
): McpServerConfig {
  const hasCommand = fields['command'] !== undefined;
  if (hasCommand === (fields['url'] !== undefined)) {
    throw new McpConfigError(field, 'must have either "command" or "url"');
  }
  const { type } = fields;
  if (hasCommand ? type !== undefined && type !== 'stdio' : !HTTP_TYPES.has(type)) {
    throw new McpConfigError(`${field}.type`, `must be "${hasCommand ? 'stdio' : 'http'}" or absent`);
  }
  return hasCommand ? stdio(name, field, fields, interpolation) : http(name, field, fields, interpolation);
}

function stdio(name: string, field: string, fields: Fields, interpolation: Interpolation): StdioServerConfig {
  const args = fields['args'] ?? [];
  if (!Array.isArray(args)) throw new McpConfigError(`${field}.args`, 'must be a list of texts');
  const cwd = optional(fields['cwd'], `${field}.cwd`, 'string');
  const env = texts(fields['env'], `${field}.env`, interpolation);
  return {
    transport: 'stdio',
    name,
    command: required(fields['command'], `${field}.command`, interpolation),
    args: args.map((arg: unknown, index) =>
      required(arg, `${field}.args[${String(index)}]`, interpolation, true),
    ),
    env,
    ...(cwd === undefined ? {} : { cwd: interpolation.apply(cwd, `${field}.cwd`) }),
    secrets: [...interpolation.values, ...Object.values(env)],
  };
}

function http(name: string, field: string, fields: Fields, interpolation: Interpolation): HttpServerConfig {
  const text = required(fields['url'], `${field}.url`, interpolation);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new McpConfigError(`${field}.url`, 'must be a URL with http or https');
  }
  const headers = texts(fields['headers'], `${field}.headers`, interpolation);
  for (const [header, value] of Object.entries(headers)) {
    try {
      new Headers([[header, value]]);
    } catch {
      throw new McpConfigError(`${field}.headers.${header}`, 'is not a valid HTTP header');
    }
  }
  const credentials = [url.username, url.password, ...url.searchParams.values()];
  return {
    transport: 'http',
    name,
    url,
    headers,
    secrets: [...interpolation.values, ...Object.values(headers), ...credentials],
  };
}

function record(value: unknown, field: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new McpConfigError(field, 'must be an object');
  }
  return value as Fields;
}

function texts(
  value: unknown,
  field: string,
  interpolation: Interpolation,
): Readonly<Record<string, string>> {
  const entries = Object.entries(record(value ?? {}, field));
  return Object.fromEntries(
    entries.map(([key, text]) => [key, required(text, `${field}.${key}`, interpolation, true)]),
  );
}

function required(value: unknown, field: string, interpolation: Interpolation, mayBeEmpty = false): string {
  if (typeof value !== 'string') throw new McpConfigError(field, 'must be a text');
  const text = interpolation.apply(value, field);
  if (text.trim() === '' && !mayBeEmpty) throw new McpConfigError(field, 'must not be empty');
  return text;
}

function optional<T extends 'string' | 'boolean'>(
  value: unknown,
  field: string,
  type: T,
): (T extends 'string' ? string : boolean) | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== type)
    throw new McpConfigError(field, type === 'string' ? 'must be a text' : 'must be true or false');
  return value as T extends 'string' ? string : boolean;
}
