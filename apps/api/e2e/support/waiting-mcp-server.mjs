/** An MCP server whose one tool, `wait`, never returns. Writes to the file given that it was called, and cancelled. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { appendFileSync } from 'node:fs';

const note = (what) => appendFileSync(process.argv[2], `${what}\n`);
const server = new Server({ name: 'lab', version: '1.0.0' }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({
  tools: [{ name: 'wait', description: 'Waits.', inputSchema: { type: 'object' } }],
}));
server.setRequestHandler(CallToolRequestSchema, (_, { signal }) => {
  note('called');
  signal.addEventListener('abort', () => note('cancelled'));
  return new Promise(() => undefined);
});
await server.connect(new StdioServerTransport());
