export { parseMcpConfig } from './mcp-config.js';
export type { HttpServerConfig, McpServerConfig, StdioServerConfig } from './mcp-config.js';
export { McpConfigError } from './mcp-config-error.js';
export type { Lookup } from './interpolation.js';
export { McpConnections } from './mcp-connections.js';
export type { McpOptions, McpTimeouts } from './mcp-options.js';
export type { McpServerInfo, McpServerStatus } from './mcp-server.js';
export type { RefusedTool } from './mcp-tool.js';
