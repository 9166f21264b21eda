import { EngineError } from '../errors.js';

/** Thrown when the list of MCP servers is not valid. Names the field, never its value. */
export class McpConfigError extends EngineError {
  override readonly name = 'McpConfigError';
  constructor(field: string, reason: string, cause?: unknown) {
    super(`${field} ${reason}`, { status: 500, code: 'invalid_mcp_config', type: 'server_error', cause });
  }
}
