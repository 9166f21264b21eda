import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { McpConfigError } from './mcp-config-error.js';
import { parseMcpConfig } from './mcp-config.js';

const variables: Record<string, string> = { TOKEN: 'swordfish', DIR: '/data' };
const parse = (servers: unknown) =>
  parseMcpConfig(JSON.stringify({ mcpServers: servers }), (name) => variables[name]);
const refusal = (servers: unknown): string => {
  try {
    parse(servers);
  } catch (error) {
    expect(error).toBeInstanceOf(McpConfigError);
    return (error as Error).message;
  }
  throw new Error('The configuration was accepted.');
};

describe('parseMcpConfig', () => {
  it('reads servers of both kinds', () => {
    const [files, remote] = parse({
      files: {
        command: 'npx',
        args: ['-y', 'server', '${DIR}'],
        env: { KEY: '${TOKEN}' },
        cwd: '${DIR}/work',
      },
      remote: { type: 'http', url: 'https://example.org/mcp', headers: { Authorization: 'Bearer ${TOKEN}' } },
    });
    expect(files).toMatchObject({
      transport: 'stdio',
      name: 'files',
      command: 'npx',
      args: ['-y', 'server', '/data'],
      env: { KEY: 'swordfish' },
      cwd: '/data/work',
    });
    expect(remote).toMatchObject({
      transport: 'http',
      name: 'remote',
      url: new URL('https://example.org/mcp'),
      headers: { Authorization: 'Bearer swordfish' },
    });
  });

  it('needs no more than a command or a URL', () => {
    expect(parse({ a: { command: 'a' }, b: { url: 'http://b' } })).toHaveLength(2);
    expect(parse({})).toEqual([]);
  });

  it('takes what came from the environment, and every header, for a secret', () => {
    const [server] = parse({
      a: { url: 'https://u:pass@example.org/?key=abc', headers: { 'x-key': 'literal' } },
    });
    expect(server?.secrets).toEqual(expect.arrayContaining(['literal', 'pass', 'abc']));
    expect(parse({ a: { command: 'a', args: ['--key=${TOKEN}'], env: { A: 'b' } } })[0]?.secrets).toEqual(
      expect.arrayContaining(['swordfish', 'b']),
    );
  });

  it('leaves out servers that are disabled, and ignores fields of other clients', () => {
    const servers = parse({
      off: { command: 'a', disabled: true, args: ['${NOT_SET}'] },
      on: { command: 'a', disabled: false, autoApprove: [], timeout: 60 },
    });
    expect(servers.map(({ name }) => name)).toEqual(['on']);
  });

  it('puts in defaults', () => {
    expect(
      parse({ a: { command: 'a', args: ['${NOT_SET:-b}', '${TOKEN:-c}', '$TOKEN', '${}'] } }),
    ).toMatchObject([{ args: ['b', 'swordfish', '$TOKEN', '${}'] }]);
  });

  it.each<[unknown, string]>([
    [undefined, 'mcpServers must be an object'],
    [[], 'mcpServers must be an object'],
    [{ 'a b': { command: 'a' } }, 'mcpServers.a b has a name that does not match'],
    [{ a: 'npx' }, 'mcpServers.a must be an object'],
    [{ a: {} }, 'mcpServers.a must have either "command" or "url"'],
    [{ a: { command: 'a', url: 'http://a' } }, 'mcpServers.a must have either "command" or "url"'],
    [{ a: { command: 5 } }, 'mcpServers.a.command must be a text'],
    [{ a: { command: ' ' } }, 'mcpServers.a.command must not be empty'],
    [{ a: { command: '${NOT_SET}' } }, 'mcpServers.a.command needs ${NOT_SET}, which is not set'],
    [{ a: { command: 'a', args: 'b' } }, 'mcpServers.a.args must be a list of texts'],
    [{ a: { command: 'a', args: ['b', 1] } }, 'mcpServers.a.args[1] must be a text'],
    [{ a: { command: 'a', env: { B: 1 } } }, 'mcpServers.a.env.B must be a text'],
    [{ a: { command: 'a', env: [] } }, 'mcpServers.a.env must be an object'],
    [{ a: { command: 'a', cwd: 1 } }, 'mcpServers.a.cwd must be a text'],
    [{ a: { command: 'a', type: 'http' } }, 'mcpServers.a.type must be "stdio" or absent'],
    [{ a: { command: 'a', disabled: 'yes' } }, 'mcpServers.a.disabled must be true or false'],
    [{ a: { url: 'example.org' } }, 'mcpServers.a.url must be a URL with http or https'],
    [{ a: { url: 'file:///etc/passwd' } }, 'mcpServers.a.url must be a URL with http or https'],
    [{ a: { url: 'http://a', type: 'sse' } }, 'mcpServers.a.type must be "http" or absent'],
    [
      { a: { url: 'http://a', headers: { 'x y': 'a' } } },
      'mcpServers.a.headers.x y is not a valid HTTP header',
    ],
    [
      { a: { url: 'http://a', headers: { x: 'sword\nfish' } } },
      'mcpServers.a.headers.x is not a valid HTTP header',
    ],
  ])('refuses %j', (servers, message) => {
    expect(refusal(servers)).toContain(message);
    expect(refusal(servers)).not.toContain('swordfish');
  });

  it('says where JSON is broken without quoting it', () => {
    const text = '{"mcpServers": {"a": {"command": "a", "env": {"KEY": "swordfish"';
    expect(() => parseMcpConfig(text, () => undefined)).toThrow(/^The MCP configuration is not valid JSON, /);
    expect(() => parseMcpConfig(text, () => undefined)).not.toThrow(/swordfish/);
  });

  it('either reads a configuration or says what is wrong with it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          return Array.isArray(parseMcpConfig(text, () => undefined));
        } catch (error) {
          return error instanceof McpConfigError;
        }
      }),
    );
  });
});
