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

const DEFAULT_CONFIG = './mcp.json';

/** The server's tools: built in, and those of the MCP servers. @throws InvalidToolError naming a bad one */
export function createTools(settings: Settings, mcp: McpConnections, logger: Logger): ToolRegistry {
  const tools = [createCalculator({ preload: true }), createCurrentTime(systemClock)];
  if (settings.TAVILY_API_KEY !== undefined) tools.push(createWebSearch({ apiKey: settings.TAVILY_API_KEY }));
  const registry = new ToolRegistry(tools, { logger });
  registry.attach(mcp);
  return registry;
}

/** Begins to connect the MCP servers of the configuration file. Without one there are none, unless it is named. */
export function connectMcp({ MCP_CONFIG }: Settings, logger: Logger): McpConnections {
  const file = MCP_CONFIG ?? DEFAULT_CONFIG;
  const connections = new McpConnections(
    MCP_CONFIG !== undefined || existsSync(file) ? readConfig(file) : [],
    {
      logger,
      clock: systemClock,
      random: Math.random,
    },
  );
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
