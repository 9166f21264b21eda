import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../ports/clock.js';
import { toolContext } from '../tools/fixtures/tools.js';
import { eventually } from './fixtures/eventually.js';
import { HttpFixture } from './fixtures/http-server.js';
import { parseMcpConfig } from './mcp-config.js';
import { McpConnections } from './mcp-connections.js';
import type { McpOptions } from './mcp-options.js';

const SECRET = 'swordfish-1234';

let server: HttpFixture;
let mcp: McpConnections | undefined;

beforeEach(async () => {
  server = new HttpFixture();
  await server.start();
});
afterEach(async () => {
  await mcp?.close();
  await server.stop();
});

function connect(options: Partial<McpOptions> = {}): McpConnections {
  const remote = { url: server.url, headers: { Authorization: 'Bearer ${KEY}' } };
  const configs = parseMcpConfig(JSON.stringify({ mcpServers: { remote } }), () => SECRET);
  mcp = new McpConnections(configs, { clock: systemClock, random: () => 0, ...options });
  mcp.start();
  return mcp;
}
const status = (): string | undefined => mcp?.servers()[0]?.status;
const whoami = (): Promise<string> => mcp!.get('remote__whoami')!.execute({}, toolContext());

describe('McpConnections over HTTP', () => {
  it('finds and calls tools, with the configured headers', async () => {
    connect();
    await eventually(() => status() === 'up');
    expect(await whoami()).toBe('you');
    expect([...server.keys]).toEqual([`Bearer ${SECRET}`]);
  });

  it('sends the trace of a call where MCP has it, and nothing without one', async () => {
    connect();
    await eventually(() => status() === 'up');
    const meta = mcp!.get('remote__meta')!;
    const trace = {
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      tracestate: 'a=1',
    };
    expect(JSON.parse(await meta.execute({}, toolContext({ trace })))).toEqual(trace);
    expect(await meta.execute({}, toolContext())).toBe('null');
  });

  it('notices by its health check that the server has gone, and gets the tools back', async () => {
    const connections = connect({ pingInterval: 100 });
    await eventually(() => status() === 'up');
    const before = connections.version;
    await server.stop();
    await eventually(() => status() === 'down');
    expect(connections.list()).toEqual([]);
    expect(connections.version).toBeGreaterThan(before);
    expect(JSON.stringify(connections.servers())).not.toContain(SECRET);
    await server.start();
    await eventually(() => status() === 'up');
    expect(await whoami()).toBe('you');
  });

  it('notices it by a call that fails', async () => {
    connect({ pingInterval: 600_000 });
    await eventually(() => status() === 'up');
    const kept = mcp!.get('remote__whoami')!;
    await server.stop();
    await expect(kept.execute({}, toolContext())).rejects.toThrow();
    await eventually(() => status() === 'down');
  });

  it('begins a new session when the server has forgotten the old one', async () => {
    connect({ pingInterval: 100 });
    await eventually(() => status() === 'up');
    await server.stop();
    await server.start();
    await eventually(async () => status() === 'up' && (await whoami()) === 'you');
    expect(server.sessions).toBe(1);
  });

  it('says goodbye', async () => {
    const connections = connect();
    await eventually(() => status() === 'up');
    expect(server.sessions).toBe(1);
    await connections.close();
    expect(server.sessions).toBe(0);
  });

  it('waits for a server that is not there yet', async () => {
    await server.stop();
    connect();
    await eventually(() => status() === 'down');
    await server.start();
    await eventually(() => status() === 'up');
  });
});
