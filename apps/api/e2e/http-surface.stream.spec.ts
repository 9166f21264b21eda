import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { asking, chat } from './support/raw-chat.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';
import { payloads } from './support/stream-text.js';

let setup: Setup;
beforeAll(async () => {
  setup = await startOverSimulator();
});
afterAll(() => setup.stop());
beforeEach(() => setup.upstream.reset());

const stream = (more: object = {}) => chat(setup.service, asking('hi', { stream: true, ...more })).answer;
const weather = { type: 'function', function: { name: 'weather', parameters: { type: 'object' } } };

interface Chunk {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  readonly model: string;
  readonly choices: readonly {
    readonly index: number;
    readonly delta: { readonly content?: string | null; readonly [field: string]: unknown };
    readonly finish_reason: string | null;
  }[];
  readonly usage?: object | null;
}
const chunksOf = (text: string) =>
  payloads(text)
    .filter((payload) => payload !== '[DONE]')
    .map((payload) => JSON.parse(payload) as Chunk);

/** What an answer may be made of upstream, down to how its bytes come in; downstream all are the same stream. */
const upstreams = [
  ['as usual', {}],
  ['with lines that end in CRLF', { crlf: true }],
  ['with comments', { comments: true }],
  ['byte by byte', { splitBytes: 1 }],
  ['without a role', { noRole: true }],
] as const;

describe('the bytes of a stream', () => {
  it.each(upstreams)('are events of OpenAI and nothing else, whatever comes in: %s', async (_, behaviour) => {
    setup.upstream.enqueue({ reply: ['早上', '好 🌍', ' \u2028 "x"'], ...behaviour });
    const { status, headers, text, complete } = await stream({ stream_options: { include_usage: true } });
    expect([status, complete]).toEqual([200, true]);
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(headers['cache-control']).toContain('no-cache');
    expect(text.replace(/data: [^\r\n]+\n\n/g, '')).toBe('');
    expect(text.endsWith('\n\ndata: [DONE]\n\n')).toBe(true);
    expect(text.match(/\[DONE\]/g)).toHaveLength(1);
    const chunks = chunksOf(text);
    for (const { id, object, created, model } of chunks) {
      expect({ id, object, created, model }).toEqual({
        id: chunks[0]!.id,
        object: 'chat.completion.chunk',
        created: chunks[0]!.created,
        model: 'gpt-4.1',
      });
    }
    expect(chunks[0]!.choices[0]!.delta['role']).toBe('assistant');
    const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));
    expect(deltas.filter((delta) => 'role' in delta)).toHaveLength(1);
    expect(deltas.map((delta) => delta.content ?? '').join('')).toBe('早上好 🌍 \u2028 "x"');
    const reasons = chunks.flatMap(({ choices }) => choices.map((choice) => choice.finish_reason));
    expect(reasons.slice(0, -1).every((reason) => reason === null)).toBe(true);
    expect(reasons.at(-1)).toBe('stop');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
    expect(chunks.slice(0, -1).every(({ usage }) => usage == null)).toBe(true);
  });

  it('have no usage that was not asked for', async () => {
    const { text } = await stream();
    expect(text).not.toContain('total_tokens');
    expect(chunksOf(text).every(({ choices }) => choices.length === 1)).toBe(true);
  });

  it('come as the upstream sends them, not when all is there', async () => {
    setup.upstream.enqueue({ reply: ['First ', 'and never more'], silence: { afterChunks: 1 } });
    const request = chat(setup.service, asking('hi', { stream: true }));
    await request.says('First ');
    request.leave();
    await setup.until((counts) => counts.aborted === 1);
  });

  it.each(upstreams)('of a tool call begin with the role, then id and name: %s', async (_, behaviour) => {
    const call = { id: 'call_1', name: 'weather', arguments: { city: 'Oslo' } };
    setup.upstream.enqueue({ toolCalls: [call], ...behaviour });
    const { text } = await stream({ tools: [weather] });
    const choices = chunksOf(text).flatMap((chunk) => chunk.choices);
    expect(choices[0]!.delta['role']).toBe('assistant');
    const deltas = choices.flatMap(
      ({ delta }) => (delta['tool_calls'] as readonly object[] | undefined) ?? [],
    );
    expect(deltas[0]).toMatchObject({
      index: 0,
      id: 'call_1',
      type: 'function',
      function: { name: 'weather', arguments: '' },
    });
    expect(deltas.slice(1).every((delta) => !('id' in delta))).toBe(true);
    expect(choices.at(-1)).toMatchObject({ delta: {}, finish_reason: 'tool_calls' });
  });

  it('are one stream, with one role and one end, however many steps the server took', async () => {
    const call = { name: 'calculator', arguments: { expression: '12 * 7 + 3' } };
    setup.upstream.enqueue({ toolCalls: [call] }, { toolCalls: [call, call] }, { reply: 'It is 87.' });
    const { text } = await stream({ stream_options: { include_usage: true } });
    const chunks = chunksOf(text);
    expect(text.match(/"role"/g)).toHaveLength(1);
    expect(text.match(/"finish_reason":"/g)).toHaveLength(1);
    expect(text).not.toContain('tool_calls');
    expect(chunks.filter(({ usage }) => usage != null)).toHaveLength(1);
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(setup.turns()).toHaveLength(3);
  });

  it('of one that broke off end with the error, and no [DONE]', async () => {
    setup.upstream.enqueue({ reply: ['One ', 'two ', 'three'], cut: { afterChunks: 2 } });
    const { status, text, complete } = await stream();
    expect([status, complete]).toEqual([200, true]);
    expect(text.replace(/data: [^\r\n]+\n\n/g, '')).toBe('');
    expect(text).not.toContain('[DONE]');
    expect(JSON.parse(payloads(text).at(-1)!)).toEqual({
      error: {
        message: 'The upstream cut the connection in the middle of its answer.',
        type: 'upstream_error',
        param: null,
        code: 'upstream_unreachable',
      },
    });
  });

  it('are JSON with a status where the stream never began', async () => {
    setup.upstream.enqueue({ error: { status: 429 } });
    const { status, headers, text } = await stream();
    expect(status).toBe(429);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(JSON.parse(text)).toHaveProperty('error.code', 'rate_limit_exceeded');
  });
});
