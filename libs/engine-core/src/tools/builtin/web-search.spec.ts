import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InvalidToolError } from '../../errors.js';
import { ManualClock } from '../fixtures/manual-clock.js';
import { toolContext } from '../fixtures/tools.js';
import { ToolExecutor } from '../tool-executor.js';
import { ToolRegistry } from '../tool-registry.js';
import { createWebSearch } from './web-search.js';

const KEY = 'tvly-very-secret';

let server: Server;
let baseURL: string;
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;

beforeEach(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => answer(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseURL = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const json = (value: unknown) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};
const search = (args: Record<string, unknown> = { query: 'yychat' }): Promise<string> =>
  createWebSearch({ apiKey: KEY, baseURL }).execute(args, toolContext());
const problem = async (): Promise<Error> => {
  const error = await search().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(KEY);
  expect((error as Error).cause).toBeUndefined();
  return error as Error;
};

describe('web_search', () => {
  it('is a tool that the registry takes', () => {
    expect(new ToolRegistry([createWebSearch({ apiKey: KEY })]).get('web_search')).toBeDefined();
  });

  it('asks Tavily, with the key in the header', async () => {
    const seen: unknown[] = [];
    answer = (request, response, body) => {
      seen.push(request.method, request.url, request.headers.authorization, JSON.parse(body));
      json({ results: [] })(request, response);
    };
    expect(await search({ query: '天气', max_results: 3 })).toBe('No results.');
    expect(seen).toEqual([
      'POST',
      '/search',
      `Bearer ${KEY}`,
      { query: '天气', max_results: 3, search_depth: 'basic' },
    ]);
  });

  it('answers with a numbered list', async () => {
    answer = json({
      results: [
        { title: 'One', url: 'https://one.example', content: ' first\n\n result ', score: 0.9 },
        { title: 7, url: 'https://two.example' },
      ],
    });
    expect(await search()).toBe(
      '1. One\n   https://one.example\n   first result\n2. (no title)\n   https://two.example',
    );
  });

  it('keeps results short, and no more of them than were asked for', async () => {
    const result = { title: 't'.repeat(999), url: 'https://example.org', content: 'c'.repeat(9999) };
    answer = json({ results: Array.from({ length: 50 }, () => result) });
    const text = await search({ query: 'a', max_results: 2 });
    expect(text.match(/^\d+\. /gm)).toHaveLength(2);
    expect(text.length).toBeLessThan(2000);
  });

  it.each([
    [401, /HTTP 401/],
    [429, /busy/],
    [500, /HTTP 500/],
  ])('says that the service answered %i, and not what', async (status, message) => {
    answer = (request, response) => {
      response.writeHead(status).end(`bad key: ${String(request.headers.authorization)}`);
    };
    expect((await problem()).message).toMatch(message);
  });

  it.each([
    ['no JSON', 'hello'],
    ['no results', '{"results":{}}'],
    ['null', 'null'],
    ['more than a megabyte', JSON.stringify({ results: [], answer: 'a'.repeat(1_100_000) })],
  ])('cannot read an answer with %s', async (_, body) => {
    answer = (__, response) => {
      response.writeHead(200).end(body);
    };
    expect((await problem()).message).toMatch(/cannot be read/);
  });

  it('does not follow a redirect with the key', async () => {
    const asked: unknown[] = [];
    answer = (request, response) => {
      asked.push(request.url);
      if (request.url === '/search') response.writeHead(307, { location: '/elsewhere' }).end();
      else json({ results: [] })(request, response);
    };
    expect((await problem()).message).toMatch(/cannot be reached/);
    expect(asked).toEqual(['/search']);
  });

  it('says that nobody is there', async () => {
    baseURL = 'http://127.0.0.1:1';
    expect((await problem()).message).toMatch(/cannot be reached/);
  });

  it('gives up at its deadline, and hangs up', async () => {
    const hungUp = new Promise<void>((resolve) => {
      answer = (_, response) => {
        response.on('close', resolve);
        clock.advance(10_000);
      };
    });
    const clock = new ManualClock();
    const tools = new ToolRegistry([createWebSearch({ apiKey: KEY, baseURL })]);
    const call = { name: 'web_search', arguments: '{"query":"a"}' };
    const outcome = await new ToolExecutor({ clock }).execute(tools, call, toolContext());
    expect(outcome).toMatchObject({ ok: false, error: { code: 'tool_timeout' } });
    await hungUp;
  });

  it.each(['', 'two words', 'line\nfeed', '钥匙'])(
    'refuses a key that no header can hold, unshown',
    (apiKey) => {
      const create = (): unknown => createWebSearch({ apiKey });
      expect(create).toThrow(InvalidToolError);
      expect(create).toThrow(/^Tool "web_search" is refused: its API key is empty or not ASCII$/);
    },
  );

  it('refuses a base URL that is none', () => {
    expect(() => createWebSearch({ apiKey: KEY, baseURL: 'tavily' })).toThrow(/base URL/);
  });
});
