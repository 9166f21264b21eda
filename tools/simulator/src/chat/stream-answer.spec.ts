import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, brokenLines, chunksIn, dataLines, parse, post, saidIn } from '../../e2e/raw-client.js';
import type { Behaviour } from '../behaviour.js';
import { startSimulator, type Simulator } from '../simulator.js';

let simulator: Simulator;
beforeAll(async () => (simulator = await startSimulator()));
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

const reply = ['one ', 'two ', 'three'];

function stream(behaviour: Behaviour, more: object = {}) {
  simulator.enqueue(behaviour);
  return post(`${simulator.baseURL}/chat/completions`, ask('hi', { stream: true, ...more }));
}

describe('a stream that is well', () => {
  it('is strict server-sent events, ended by [DONE]', async () => {
    const { headers, text, outcome } = await stream({ reply }).answer;
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(outcome).toBe('complete');
    expect(text.endsWith('\n\ndata: [DONE]\n\n')).toBe(true);
    expect(
      text
        .split('\n\n')
        .slice(0, -1)
        .every((event) => /^data: .+$/.test(event)),
    ).toBe(true);
    const says = chunksIn(text).map(({ choices }) => choices[0]?.delta.content);
    expect(says).toEqual(['', ...reply, undefined]);
  });

  it('says a text word by word and loses nothing of it', async () => {
    const text = '  Two  spaces,\na line, 中文字符混合 text and 👩‍👩‍👧 emoji. ';
    const { text: sent } = await stream({ reply: text }).answer;
    expect(saidIn(sent)).toBe(text);
    expect(dataLines(sent).length).toBeGreaterThan(12);
  });

  it('has as many chunks of filler as it was told', async () => {
    const { text } = await stream({ chunks: 5 }).answer;
    expect(chunksIn(text).filter(({ choices }) => choices[0]?.delta.content)).toHaveLength(5);
  });

  it('sends text before tool calls', async () => {
    const { text } = await stream({ reply, toolCalls: [{ name: 'f', arguments: {} }] }).answer;
    expect(saidIn(text)).toBe('one two three');
    expect(text.indexOf('three')).toBeLessThan(text.indexOf('tool_calls'));
  });
});

describe('pace', () => {
  it('waits before the headers, before the first chunk and between chunks', async () => {
    const { headersAfter, readsAfter } = await stream({ latency: 60, firstChunk: 80, gap: 40, reply }).answer;
    expect(headersAfter).toBeGreaterThanOrEqual(59);
    expect(readsAfter[0]! - headersAfter).toBeGreaterThanOrEqual(70);
    expect(readsAfter.at(-1)! - readsAfter[0]!).toBeGreaterThanOrEqual(75);
  });

  it('back to back, waits for a client that does not read', async () => {
    simulator.enqueue({ chunks: 400_000 });
    const controller = new AbortController();
    const response = await fetch(`${simulator.baseURL}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify(ask('hi', { stream: true })),
      signal: controller.signal,
    });
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(simulator.stats().active).toBe(1);
    const grown = process.memoryUsage().arrayBuffers + process.memoryUsage().external - before;
    expect(grown).toBeLessThan(30_000_000);
    controller.abort();
    await response.body?.cancel().catch(() => undefined);
    await simulator.waitFor(({ stats }) => stats().active === 0);
  });
});

describe('faults', () => {
  it('error: an answer in place of the stream', async () => {
    const error = { status: 429, message: 'slow down', headers: { 'retry-after': '2' } };
    const { status, headers, text } = await stream({ error }).answer;
    expect([status, headers['retry-after']]).toEqual([429, '2']);
    expect(parse(text)).toEqual({
      error: { message: 'slow down', type: 'requests', param: null, code: 'rate_limit_exceeded' },
    });
  });

  it('streamError: an error event, then the end', async () => {
    const { text, outcome } = await stream({ reply, streamError: { afterChunks: 2, message: 'boom' } })
      .answer;
    expect(saidIn(text)).toBe('one two ');
    expect(parse(dataLines(text).at(-1))).toMatchObject({
      error: { message: 'boom', type: 'server_error' },
    });
    expect(outcome).toBe('complete');
  });

  it.each([
    [0, ''],
    [1, 'one '],
    [3, 'one two three'],
    [99, 'one two three'],
  ])('cut: the connection breaks after %d chunks, which arrive', async (afterChunks, said) => {
    const { status, text, outcome } = await stream({ reply, cut: { afterChunks } }).answer;
    expect([status, outcome, saidIn(text)]).toEqual([200, 'cut', said]);
    expect(text).not.toContain('"finish_reason":"stop"');
    if (afterChunks === 0) expect(text).toBe('');
  });

  it('end: a clean end without finish reason and [DONE]', async () => {
    const { text, outcome } = await stream({ reply, end: { afterChunks: 2 } }).answer;
    expect([saidIn(text), outcome]).toEqual(['one two ', 'complete']);
    expect(text).not.toMatch(/\[DONE\]|"finish_reason":"/);
  });

  it('refuse: not even headers', async () => {
    const { status, outcome } = await stream({ refuse: true }).answer;
    expect([status, outcome]).toEqual([undefined, 'refused']);
  });

  it.each([
    ['half a chunk', undefined],
    ['what it was told', '{"choices":[}'],
  ])('malformed: %s, then the stream goes on', async (_, text) => {
    const malformed = { afterChunks: 1, ...(text !== undefined && { text }) };
    const { text: sent } = await stream({ reply, malformed }).answer;
    const broken = brokenLines(sent);
    expect(broken).toEqual([text ?? expect.stringContaining('chatcmpl-broken')]);
    expect(dataLines(sent).indexOf(broken[0]!)).toBe(2);
    expect(saidIn(sent)).toBe('one two three');
    expect(sent).toContain('[DONE]');
  });

  it('silence: says no more and holds the connection', async () => {
    const request = stream({ reply, silence: { afterChunks: 2 } });
    await request.has('two');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(simulator.stats()).toMatchObject({ active: 1, aborted: 0 });
    request.leave();
    expect(saidIn((await request.answer).text)).toBe('one two ');
  });

  it('silence before the headers', async () => {
    const request = stream({ silence: 'headers' });
    const first = await Promise.race([
      request.headersCame.then(() => 'headers'),
      new Promise((resolve) => setTimeout(resolve, 60, 'nothing')),
    ]);
    expect(first).toBe('nothing');
    request.leave();
  });

  it('several, the earliest first', async () => {
    const { text } = await stream({ reply, malformed: { afterChunks: 2 }, cut: { afterChunks: 1 } }).answer;
    expect([saidIn(text), brokenLines(text)]).toEqual(['one ', []]);
  });

  it('several, in their order', async () => {
    const behaviour = { reply, cut: { afterChunks: 2 }, malformed: { afterChunks: 1, text: '{' } };
    const { text, outcome } = await stream(behaviour).answer;
    expect(dataLines(text).indexOf('{')).toBe(2);
    expect([saidIn(text), outcome]).toEqual(['one two ', 'cut']);
  });
});

describe('variants', () => {
  it('splitBytes: events and characters arrive in pieces', async () => {
    const { reads, text } = await stream({ reply: ['世界', '👩‍👩‍👧'], splitBytes: 5 }).answer;
    expect(reads.every((read) => read.length <= 5)).toBe(true);
    expect(reads.some((read) => read.toString('utf8').includes('\ufffd'))).toBe(true);
    expect(saidIn(text)).toBe('世界👩‍👩‍👧');
  });

  it('splitBytes: each piece leaves on its own', async () => {
    simulator.enqueue({ reply, splitBytes: 20 });
    const { hostname, port } = new URL(simulator.baseURL);
    const body = JSON.stringify(ask('hi', { stream: true }));
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
    );
    const reads: Buffer[] = [];
    for await (const read of socket) reads.push(read as Buffer);
    expect(Buffer.concat(reads).toString()).toContain('three');
    expect(reads.length).toBeGreaterThan(20);
  });

  it('crlf: every line ends in CRLF', async () => {
    const { text } = await stream({ reply, crlf: true }).answer;
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    expect(text.endsWith('data: [DONE]\r\n\r\n')).toBe(true);
  });

  it('comments: a comment before every event', async () => {
    const { text } = await stream({ reply, comments: true }).answer;
    expect(text.match(/^: keep-alive$/gm)).toHaveLength(dataLines(text).length);
  });

  it('noRole: no chunk says a role', async () => {
    const { text } = await stream({ reply, noRole: true }).answer;
    expect(text).not.toContain('"role"');
    expect(saidIn(text)).toBe('one two three');
  });

  it('extra: fields of tomorrow', async () => {
    const extra = {
      delta: { reasoning_content: 'hm' },
      choice: { logprobs: { content: [] } },
      chunk: { provider: 'p' },
    };
    const { text } = await stream({ reply, extra }).answer;
    const [role, first] = chunksIn(text);
    expect(first?.choices[0]).toMatchObject({
      delta: { reasoning_content: 'hm' },
      logprobs: { content: [] },
    });
    expect(role?.choices[0]?.delta).not.toHaveProperty('reasoning_content');
    expect(chunksIn(text).every(({ provider }) => provider === 'p')).toBe(true);
  });

  it('finishReason and usage: as told', async () => {
    const usage = { total_tokens: 7, cost: 0.1 };
    const more = { stream_options: { include_usage: true } };
    const told = chunksIn((await stream({ reply, finishReason: 'content_filter', usage }, more).answer).text);
    expect(told.at(-2)?.choices[0]?.finish_reason).toBe('content_filter');
    expect(told.at(-1)).toMatchObject({ choices: [], usage });
    const none = chunksIn((await stream({ reply, usage: null }, more).answer).text);
    expect(none.at(-1)?.choices[0]?.finish_reason).toBe('stop');
  });
});
