import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ToolExecutionError } from '../errors.js';
import { systemClock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import { toolContext } from '../tools/fixtures/tools.js';
import { ToolExecutor } from '../tools/tool-executor.js';
import { ToolRegistry } from '../tools/tool-registry.js';
import { eventually } from './fixtures/eventually.js';
import { parseMcpConfig } from './mcp-config.js';
import { McpConnections } from './mcp-connections.js';
import type { McpOptions } from './mcp-options.js';
import type { McpServerInfo } from './mcp-server.js';

const script = fileURLToPath(new URL('./fixtures/stdio-server.mjs', import.meta.url));
const SECRET = 'swordfish-1234';

const opened: McpConnections[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((connections) => connections.close()));
});

function connect(servers: Record<string, object>, options: Partial<McpOptions> = {}) {
  const logged: unknown[] = [];
  const log = (level: string) => (fields: object, message: string) =>
    void logged.push({ level, ...fields, message });
  const logger: Logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
  const configs = parseMcpConfig(JSON.stringify({ mcpServers: servers }), () => SECRET);
  const mcp = new McpConnections(configs, { clock: systemClock, random: () => 0, logger, ...options });
  opened.push(mcp);
  mcp.start();
  const info = (name: string): McpServerInfo => mcp.servers().find((server) => server.name === name)!;
  const until = (name: string, status: string) => eventually(() => info(name).status === status);
  const call = (name: string, args: object = {}) => {
    const tool = mcp.get(name);
    if (tool === undefined) throw new Error(`There is no ${name}.`);
    return tool.execute(args as Record<string, unknown>, toolContext());
  };
  return { mcp, logged, info, until, call };
}

const server = (...args: string[]) => ({
  command: process.execPath,
  args: [script, ...args],
  env: { TOKEN: SECRET },
});
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('McpConnections over stdio', () => {
  it('does not wait for servers when it starts', () => {
    const { mcp } = connect({ files: server() });
    expect(mcp.list()).toEqual([]);
    expect(mcp.servers()).toMatchObject([
      { name: 'files', transport: 'stdio', status: 'connecting', tools: 0 },
    ]);
  });

  it('finds the tools of all pages, under the name of their server', async () => {
    const { mcp, until, info } = connect({ files: server() });
    await until('files', 'up');
    const names = mcp.list().map((tool) => tool.definition.name);
    expect(names).toEqual(
      ['echo', 'pid', 'env', 'fail', 'structured', 'slow', 'grow'].map((name) => `files__${name}`),
    );
    expect(mcp.get('files__echo')).toMatchObject({
      source: 'mcp:files',
      definition: {
        description: 'Says what it was told.',
        parameters: { type: 'object', required: ['text'] },
      },
    });
    expect(mcp.get('files__pid')?.definition.description).not.toBe('');
    expect(mcp.get('files__grow')?.definition.description).toBe('Makes one more tool.');
    expect(info('files').tools).toBe(names.length);
  });

  it('leaves out tools that cannot be valid, by name', async () => {
    const { until, info, logged } = connect({ files: server() });
    await until('files', 'up');
    expect(info('files').refused).toEqual([
      { tool: 'bad name!', reason: expect.stringContaining('definition.name') },
      { tool: 'n'.repeat(60), reason: expect.stringContaining('definition.name') },
      { tool: 'bad_schema', reason: expect.stringContaining('properties.a.type') },
      { tool: 'no_schema', reason: expect.stringContaining('parameters') },
    ]);
    expect(logged).toContainEqual(
      expect.objectContaining({ level: 'warn', server: 'files', tool: 'bad_schema' }),
    );
  });

  it('calls a tool and answers with its text', async () => {
    const { until, call } = connect({ files: server() });
    await until('files', 'up');
    expect(await call('files__echo', { text: '你好' })).toBe('你好');
    expect(await call('files__structured')).toBe('{"answer":42}');
  });

  it('passes on what a tool says that it failed, without secrets', async () => {
    const { until, call } = connect({ files: server() });
    await until('files', 'up');
    const error = await call('files__fail').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ToolExecutionError);
    expect(error).toMatchObject({ message: 'No: ***', code: 'mcp_tool_error' });
  });

  it('works behind the registry and the executor, up to the deadline of a call', async () => {
    const { mcp, until } = connect({ files: server() }, { timeouts: { call: 200 } });
    await until('files', 'up');
    const registry = new ToolRegistry();
    registry.attach(mcp);
    const executor = new ToolExecutor({ clock: systemClock });
    const run = (name: string, args: string) =>
      executor.execute(registry, { name, arguments: args }, toolContext());
    expect(await run('files__echo', '{"text":"a"}')).toMatchObject({ ok: true, content: 'a' });
    expect(await run('files__echo', '{"text":1}')).toMatchObject({
      error: { code: 'invalid_tool_arguments' },
    });
    expect(await run('files__slow', '{}')).toMatchObject({ error: { code: 'tool_timeout' } });
    expect(await run('files__echo', '{"text":"b"}')).toMatchObject({ ok: true, content: 'b' });
  });

  it('stops a call with its turn', async () => {
    const { mcp, until } = connect({ files: server() });
    await until('files', 'up');
    const controller = new AbortController();
    const outcome = mcp.get('files__slow')!.execute({}, toolContext({ signal: controller.signal }));
    controller.abort();
    await expect(outcome).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('drops the tools of a server that is killed, keeps the others, and gets them back', async () => {
    const { mcp, until, info, call } = connect({ files: server(), notes: server() });
    await until('files', 'up');
    await until('notes', 'up');
    const keptByATurn = mcp.get('files__echo')!;
    const before = mcp.version;
    const pid = Number(await call('files__pid'));

    process.kill(pid, 'SIGKILL');
    await until('files', 'down');
    expect(info('files')).toMatchObject({ tools: 0, lastError: 'The connection was closed.' });
    expect(mcp.version).toBeGreaterThan(before);
    expect(mcp.get('files__echo')).toBeUndefined();
    await expect(keptByATurn.execute({ text: 'a' }, toolContext())).rejects.toMatchObject({
      code: 'mcp_server_down',
    });
    expect(await call('notes__echo', { text: 'still here' })).toBe('still here');

    await until('files', 'up');
    expect(await call('files__echo', { text: 'back' })).toBe('back');
    expect(await keptByATurn.execute({ text: 'over' }, toolContext())).toBe('over');
    expect(Number(await call('files__pid'))).not.toBe(pid);
  });

  it('hears of new tools', async () => {
    const { mcp, until, call } = connect({ files: server() });
    await until('files', 'up');
    const before = mcp.version;
    await call('files__grow');
    await eventually(() => mcp.get('files__grown'));
    expect(mcp.version).toBeGreaterThan(before);
    expect(await call('files__grown')).toBe('new');
  });

  it('gives up on a server that hangs, and says so, while the others work', async () => {
    const { until, info, call } = connect(
      { files: server(), stuck: server('hang') },
      { timeouts: { connect: 2000 } },
    );
    await until('files', 'up');
    expect(info('stuck').status).toBe('connecting');
    expect(await call('files__echo', { text: 'a' })).toBe('a');
    await until('stuck', 'down');
    expect(info('stuck').lastError).toBe('It did not answer within 2 s.');
  });

  it('says which command cannot be started', async () => {
    const { until, info } = connect({ gone: { command: '/no/such/program' } });
    await until('gone', 'down');
    expect(info('gone').lastError).toMatch(/ENOENT/);
  });

  it('notices a server that no longer answers, and replaces it', async () => {
    const { until, call } = connect(
      { files: server('deaf') },
      { pingInterval: 100, timeouts: { ping: 100 } },
    );
    await until('files', 'up');
    const pid = Number(await call('files__pid'));
    await until('files', 'down');
    await eventually(() => !isAlive(pid));
    await until('files', 'up');
  }, 30_000);

  it('gives a child no more of the environment than is safe', async () => {
    process.env['YYCHAT_TEST_ONLY'] = 'secret';
    try {
      const { until, call } = connect({ files: server() });
      await until('files', 'up');
      const env = JSON.parse(await call('files__env')) as Record<string, string>;
      expect(env['TOKEN']).toBe(SECRET);
      expect(env['PATH']).toBe(process.env['PATH']);
      expect(env['YYCHAT_TEST_ONLY']).toBeUndefined();
    } finally {
      delete process.env['YYCHAT_TEST_ONLY'];
    }
  });

  it('logs what a child writes to stderr, without secrets', async () => {
    const { until, logged } = connect({ files: server() });
    await until('files', 'up');
    await eventually(() => JSON.stringify(logged).includes('starting with ***'));
    expect(JSON.stringify(logged)).not.toContain(SECRET);
  });

  it('ends its children when it is closed, and starts no more', async () => {
    const { mcp, until, call, info } = connect({ files: server() });
    await until('files', 'up');
    const pid = Number(await call('files__pid'));
    await mcp.close();
    expect(isAlive(pid)).toBe(false);
    expect(info('files')).toMatchObject({ status: 'down', tools: 0 });
    expect(mcp.list()).toEqual([]);
  });

  it('can be closed while it is still connecting', async () => {
    const { mcp } = connect({ stuck: server('hang') });
    await mcp.close();
    expect(mcp.servers()).toMatchObject([{ status: 'down' }]);
  });
});
