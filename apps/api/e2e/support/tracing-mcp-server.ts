import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An MCP server over streamable HTTP whose one tool, `look`, keeps what it was called with besides its arguments. */
export class TracingMcpServer {
  /** `params._meta` of each call. */
  readonly metas: unknown[] = [];
  readonly #http = createServer((request, response) => void this.#handle(request, response));

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/mcp`;
  }

  static async start(): Promise<TracingMcpServer> {
    const server = new TracingMcpServer();
    await new Promise<void>((resolve) => server.#http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#http.close(() => resolve());
      this.#http.closeAllConnections();
    });
  }

  /** Without sessions: each request is answered by a server of its own. */
  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- for use cases like this one, says the SDK
    const mcp = new Server({ name: 'tracing', version: '1.0.0' }, { capabilities: { tools: {} } });
    mcp.setRequestHandler(ListToolsRequestSchema, () => ({
      tools: [{ name: 'look', description: 'Looks.', inputSchema: { type: 'object' as const } }],
    }));
    mcp.setRequestHandler(CallToolRequestSchema, ({ params }) => {
      this.metas.push(params._meta);
      return { content: [{ type: 'text', text: 'seen' }] };
    });
    const transport = new StreamableHTTPServerTransport();
    await mcp.connect(transport);
    await transport.handleRequest(request, response);
  }
}
