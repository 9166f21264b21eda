import { InvalidRequestError } from '@yychat/engine-core';

export interface CallRequest {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly server?: string;
}

/**
 * `{name, arguments}` as OpenAI and MCP call it; `{tool_name, mcp_server, params}` or `{service_name, method_name, params}` as the Python
 * YYChat did.
 * @throws InvalidRequestError naming the field
 */
export function parseCallRequest(body: unknown): CallRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidRequestError('The body must be a JSON object.', null, 'invalid_type');
  }
  const fields = body as Readonly<Record<string, unknown>>;
  const name = fields['name'] ?? fields['tool_name'] ?? fields['method_name'];
  if (typeof name !== 'string' || name === '') {
    throw new InvalidRequestError(
      "Invalid value for 'name': expected the name of a tool.",
      'name',
      'invalid_type',
    );
  }
  const args = fields['arguments'] ?? fields['params'] ?? {};
  if (typeof args !== 'object' || Array.isArray(args)) {
    throw new InvalidRequestError(
      "Invalid value for 'arguments': expected an object.",
      'arguments',
      'invalid_type',
    );
  }
  const server = fields['server'] ?? fields['mcp_server'] ?? fields['service_name'];
  if (server !== undefined && typeof server !== 'string') {
    throw new InvalidRequestError("Invalid value for 'server': expected a string.", 'server', 'invalid_type');
  }
  return { name, args: args as CallRequest['args'], ...(server !== undefined && { server }) };
}
