import { existsSync, readFileSync } from 'node:fs';
import { systemClock, type Logger } from '@yychat/engine-core';
import { McpConnections, parseMcpConfig, type McpServerConfig } from '@yychat/engine-core/mcp';
import {
  createCalculator,
  createCurrentTime,
  createWebSearch,
  ToolRegistry,
} from '@yychat/engine-core/tools';
import type { Settings } from '../settings/settings.js';

/** The server's tools: built in, and those of the MCP servers. @throws InvalidToolError naming a bad one */
export function createTools(settings: Settings, mcp: McpConnections, logger: Logger): ToolRegistry {
  const tools = [createCalculator({ preload: true }), createCurrentTime(systemClock)];
  if (settings.TAVILY_API_KEY !== undefined) tools.push(createWebSearch({ apiKey: settings.TAVILY_API_KEY }));
  const registry = new ToolRegistry(tools, { logger });
  registry.attach(mcp);
  return registry;
}

/** Begins to connect the MCP servers of the configuration file; without one there are none. */
export function connectMcp({ MCP_CONFIG: file }: Settings, logger: Logger): McpConnections {
  const connections = new McpConnections(existsSync(file) ? readConfig(file) : [], {
    logger,
    clock: systemClock,
    random: Math.random,
  });
  connections.start();
  return connections;
}

/** @throws Error that names the file and the field */
function readConfig(file: string): readonly McpServerConfig[] {
  try {
    return parseMcpConfig(readFileSync(file, 'utf8'), (name) => process.env[name]);
  } catch (error) {
    throw new Error(`MCP_CONFIG: ${file}: ${(error as Error).message}`, { cause: error });
  }
}
