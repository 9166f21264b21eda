import { silentLogger } from '../ports/logger.js';
import type { Tool, ToolSource } from '../ports/tool-source.js';
import { createSchemaCheck } from '../tools/parameter-schema.js';
import type { McpServerConfig } from './mcp-config.js';
import { DEFAULT_PING_INTERVAL, DEFAULT_TIMEOUTS } from './mcp-options.js';
import type { McpOptions } from './mcp-options.js';
import { McpServer } from './mcp-server.js';
import type { McpServerInfo } from './mcp-server.js';

/**
 * The tools of all configured MCP servers, as `SERVER__TOOL`. A server that is lost takes its tools with it, and
 * brings them back when it is there again; the others are not affected.
 */
export class McpConnections implements ToolSource {
  readonly #servers: readonly McpServer[];
  #version = 0;
  #tools: ReadonlyMap<string, Tool> | undefined;

  constructor(configs: readonly McpServerConfig[], options: McpOptions) {
    const parts = {
      clock: options.clock,
      random: options.random,
      logger: options.logger ?? silentLogger,
      timeouts: { ...DEFAULT_TIMEOUTS, ...options.timeouts },
      pingInterval: options.pingInterval ?? DEFAULT_PING_INTERVAL,
      check: createSchemaCheck(),
      onChange: () => {
        this.#version += 1;
        this.#tools = undefined;
      },
    };
    this.#servers = configs.map((config) => new McpServer(config, parts));
  }

  /** Connects to all servers in the background. Call it once; returns at once and never throws. */
  start(): void {
    for (const server of this.#servers) server.start();
  }

  /** Disconnects, and resolves when every child has ended: after 4 s at most. */
  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.close()));
  }

  servers(): readonly McpServerInfo[] {
    return this.#servers.map((server) => server.info());
  }

  get version(): number {
    return this.#version;
  }

  list(): readonly Tool[] {
    return [...this.#current().values()];
  }

  get(name: string): Tool | undefined {
    return this.#current().get(name);
  }

  /** `a__b__c` may come from two servers, `a` and `a__b`: the first one wins. */
  #current(): ReadonlyMap<string, Tool> {
    if (this.#tools === undefined) {
      const tools = new Map<string, Tool>();
      for (const tool of this.#servers.flatMap((server) => server.tools)) {
        if (!tools.has(tool.definition.name)) tools.set(tool.definition.name, tool);
      }
      this.#tools = tools;
    }
    return this.#tools;
  }
}
