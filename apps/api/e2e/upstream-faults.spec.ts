import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulator, type Behaviour } from '@yychat/simulator';
import { createServer } from 'node:net';
import type { ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { gzipSync } from 'node:zlib';
import { eventually } from './support/eventually.js';
import { chunkEvent, completionJson, startOddUpstream, type OddUpstream } from './support/odd-upstream.js';
import { startOverSimulator, UPSTREAM_KEY, type Setup } from './support/over-simulator.js';
import { residentMemory } from './support/process-facts.js';
import { asking, chat, getJson } from './support/raw-chat.js';
import { startService, type ServiceUnderTest } from './support/service.js';
import { summarize, type WireError } from './support/stream-text.js';

/** Seconds that the service waits for the upstream in these tests. */
const PATIENCE = 0.4;

interface Failure {
  readonly fault: string;
  readonly upstream: Behaviour;
  readonly status: number;
  readonly code: string;
}

const unreachable = { status: 502, code: 'upstream_unreachable' };
const protocol = { status: 502, code: 'upstream_protocol_error' };
const timeout = { status: 504, code: 'upstream_timeout' };

/** The one error of an answer that is no stream. */
function errorIn(text: string): WireError {
  return (JSON.parse(text) as { error: WireError }).error;
}

describe('over the simulator', () => {
  let setup: Setup;
  beforeAll(async () => {
    setup = await startOverSimulator({ env: { OPENAI_TIMEOUT: String(PATIENCE) } });
  });
  afterAll(() => setup.stop());
  beforeEach(() => setup.upstream.reset());
  afterEach(async () => {
    // Whatever was wrong with the upstream, the service has nothing left of it and answers the next request.
    setup.upstream.reset();
    const { status } = await chat(setup.service, asking()).answer;
    expect(status).toBe(200);
    await setup.upstream.waitFor(({ stats }) => stats().active === 0);
    const { body } = await getJson(setup.service, '/readyz');
    expect(body.turns_in_flight).toBe(0);
  });

  const early: readonly Failure[] = [
    { fault: 'refuses the connection', upstream: { refuse: true }, ...unreachable },
    { fault: 'does not answer', upstream: { silence: 'headers' }, ...timeout },
    {
      fault: 'cuts the connection before it says anything',
      upstream: { cut: { afterChunks: 0 } },
      ...unreachable,
    },
    { fault: 'ends its answer before it begins', upstream: { end: { afterChunks: 0 } }, ...protocol },
    { fault: 'sends broken JSON first', upstream: { malformed: { afterChunks: 0 } }, ...protocol },
    { fault: 'falls silent before it says anything', upstream: { silence: { afterChunks: 0 } }, ...timeout },
    { fault: 'answers with nothing (204)', upstream: { error: { status: 204, body: '' } }, ...protocol },
    {
      fault: 'redirects',
      upstream: { error: { status: 302, body: '', headers: { location: 'http://127.0.0.1:9/v1' } } },
      ...protocol,
    },
  ];

  describe.each([{ stream: true }, { stream: false }])('an upstream that (stream: $stream)', ({ stream }) => {
    it.each(early)('$fault is a $status', async ({ upstream, status, code }) => {
      setup.upstream.enqueue(upstream);
      const answer = await chat(setup.service, asking('hi', { stream })).answer;
      expect(answer).toMatchObject({ status, complete: true });
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(errorIn(answer.text)).toMatchObject({ code, param: null });
    });

    it.each([400, 404, 409, 429, 500, 503])(
      'answers with %i keeps status, code, param and words',
      async (status) => {
        const error = {
          status,
          code: 'some_code',
          type: 'some_type',
          message: 'In its own words.',
          param: 'top_p',
        };
        setup.upstream.enqueue({ error: { ...error, headers: { 'retry-after': '30' } } });
        const answer = await chat(setup.service, asking('hi', { stream })).answer;
        const { status: _, ...kept } = error;
        expect(answer.status).toBe(status);
        expect(errorIn(answer.text)).toEqual(kept);
        if (status === 429 || status === 503) expect(answer.headers['retry-after']).toBe('30');
      },
    );

    it.each([401, 403])('answers with %i keeps status and code, and not its words', async (status) => {
      setup.upstream.enqueue({
        error: { status, code: 'some_code', message: `No entry with ${UPSTREAM_KEY}.` },
      });
      const answer = await chat(setup.service, asking('hi', { stream })).answer;
      expect(answer.status).toBe(status);
      expect(errorIn(answer.text).code).toBe('some_code');
      expect(answer.text).not.toContain('No entry');
      expect(answer.text).not.toContain(UPSTREAM_KEY);
    });

    it.each([400, 401, 403, 404, 409, 429, 500, 502, 503, 504])(
      'answers with %i in HTML is an error in JSON',
      async (status) => {
        setup.upstream.enqueue({ error: { status, body: '<html><h1>nginx</h1></html>' } });
        const answer = await chat(setup.service, asking('hi', { stream })).answer;
        expect(answer.status).toBe(status);
        expect(answer.headers['content-type']).toMatch(/^application\/json/);
        expect(errorIn(answer.text)).toMatchObject({ code: 'upstream_error', param: null });
        expect(answer.text).not.toContain('nginx');
      },
    );
  });

  it('an error event that comes first is a status', async () => {
    setup.upstream.enqueue({ streamError: { afterChunks: 0, message: 'Overloaded.' } });
    const answer = await chat(setup.service, asking('hi', { stream: true })).answer;
    expect(answer.status).toBe(502);
    expect(errorIn(answer.text).message).toBe('Overloaded.');
  });

  const late: readonly Failure[] = [
    { fault: 'a cut', upstream: { cut: { afterChunks: 3 } }, ...unreachable },
    { fault: 'a clean end', upstream: { end: { afterChunks: 3 } }, ...protocol },
    { fault: 'broken JSON', upstream: { malformed: { afterChunks: 3 } }, ...protocol },
    { fault: 'silence', upstream: { silence: { afterChunks: 3 } }, ...timeout },
    {
      fault: 'an error event',
      upstream: { streamError: { afterChunks: 3 } },
      status: 502,
      code: 'upstream_error',
    },
  ];

  it.each(late)(
    '$fault in the middle of a stream is one error event, and no clean end',
    async ({ upstream, code }) => {
      setup.upstream.enqueue({ chunks: 8, ...upstream });
      const answer = await chat(setup.service, asking('hi', { stream: true })).answer;
      expect(answer).toMatchObject({ status: 200, complete: true });
      const { said, done, errors, wellFormed } = summarize(answer.text);
      expect({ said, done, wellFormed }).toEqual({ said: 'The quick brown', done: 0, wellFormed: true });
      expect(errors).toEqual([expect.objectContaining({ code, param: null })]);
      expect(setup.upstream.stats().requests).toBe(1);
    },
  );

  it.each([
    { fault: 'a cut', upstream: { cut: { afterChunks: 1_000 } } },
    { fault: 'a clean end', upstream: { end: { afterChunks: 1_000 } } },
  ])('$fault just before the finish reason is an error event', async ({ upstream }) => {
    setup.upstream.enqueue({ chunks: 4, ...upstream });
    const answer = await chat(setup.service, asking('hi', { stream: true })).answer;
    const { done, errors } = summarize(answer.text);
    expect({ done, errors: errors.length }).toEqual({ done: 0, errors: 1 });
  });

  it.each([
    { fault: 'a cut', upstream: { cut: { afterChunks: 2 } } },
    { fault: 'a clean end', upstream: { end: { afterChunks: 2 } } },
  ])('$fault in the middle of a tool call runs no tool', async ({ upstream }) => {
    const toolCalls = [{ name: 'calculator', arguments: { expression: '1 + 1' } }];
    setup.upstream.enqueue({ toolCalls, ...upstream });
    const answer = await chat(setup.service, asking('hi', { stream: true })).answer;
    const { done, errors } = summarize(answer.text);
    expect({ done, errors: errors.length }).toEqual({ done: 0, errors: 1 });
    expect(setup.upstream.stats().requests).toBe(1);
  });

  it('a failure of the call after a server tool is an error event as well', async () => {
    const toolCalls = [{ name: 'calculator', arguments: { expression: '1 + 1' } }];
    setup.upstream.enqueue({ reply: 'Let me see.', toolCalls }, { error: { status: 503, message: 'Busy.' } });
    const answer = await chat(setup.service, asking('hi', { stream: true })).answer;
    const { done, errors } = summarize(answer.text);
    expect(done).toBe(0);
    expect(errors).toEqual([expect.objectContaining({ message: 'Busy.' })]);
  });
});

describe('over an upstream that is no simulator', () => {
  let upstream: OddUpstream;
  let service: ServiceUnderTest;
  let answer: (response: ServerResponse) => unknown;
  beforeAll(async () => {
    upstream = await startOddUpstream((response) => answer(response));
    service = await startService({
      OPENAI_BASE_URL: upstream.baseURL,
      OPENAI_API_KEY: UPSTREAM_KEY,
      OPENAI_MAX_RETRIES: '0',
      OPENAI_TIMEOUT: '5',
    });
  });
  afterAll(async () => {
    await service.stop();
    await upstream.close();
  });
  const html = { 'content-type': 'text/html' };
  const json = { 'content-type': 'application/json' };
  const sse = { 'content-type': 'text/event-stream' };

  const wrong: readonly { what: string; give: (response: ServerResponse) => unknown }[] = [
    { what: 'an HTML page', give: (r) => r.writeHead(200, html).end('<html>Log in</html>') },
    { what: 'an empty body', give: (r) => r.writeHead(200, json).end() },
    { what: 'an empty stream', give: (r) => r.writeHead(200, sse).end() },
    { what: 'only comments', give: (r) => r.writeHead(200, sse).end(': hello\n\n') },
    { what: 'only [DONE]', give: (r) => r.writeHead(200, sse).end('data: [DONE]\n\n') },
    { what: 'JSON that is no completion', give: (r) => r.writeHead(200, json).end('{"ok":true}') },
    { what: 'a JSON string', give: (r) => r.writeHead(200, json).end('"hello"') },
    { what: 'null', give: (r) => r.writeHead(200, json).end('null') },
    { what: 'choices that are no list', give: (r) => r.writeHead(200, json).end('{"choices":{}}') },
    { what: 'choices that are null', give: (r) => r.writeHead(200, json).end('{"choices":[null]}') },
    {
      what: 'a choice that is a text',
      give: (r) => r.writeHead(200, sse).end('data: {"choices":["a"]}\n\n'),
    },
    {
      what: 'a delta that is a text',
      give: (r) => r.writeHead(200, sse).end('data: {"choices":[{"index":0,"delta":"a"}]}\n\n'),
    },
    {
      what: 'a choice with an index out of this world',
      give: (r) => r.writeHead(200, sse).end('data: {"choices":[{"index":1e9,"delta":{}}]}\n\n'),
    },
    {
      what: 'tool calls that are no list',
      give: (r) =>
        r.writeHead(200, sse).end('data: {"choices":[{"index":0,"delta":{"tool_calls":{"0":1}}}]}\n\n'),
    },
    {
      what: 'tool calls that are null',
      give: (r) =>
        r.writeHead(200, sse).end('data: {"choices":[{"index":0,"delta":{"tool_calls":[null]}}]}\n\n'),
    },
    {
      what: 'a message that is a text',
      give: (r) => r.writeHead(200, json).end('{"object":"chat.completion","choices":[{"message":"a"}]}'),
    },
    {
      what: 'gzip that nobody asked for',
      give: (r) =>
        r.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(completionJson('hi'))),
    },
    {
      what: 'a stream in gzip that nobody asked for',
      give: (r) =>
        r.writeHead(200, { ...sse, 'content-encoding': 'gzip' }).end(gzipSync(chunkEvent('hi', 'stop'))),
    },
    {
      what: 'a stream that says it is HTML',
      give: (r) => r.writeHead(200, html).end(chunkEvent('hi', 'stop')),
    },
  ];

  describe.each([{ stream: true }, { stream: false }])('a 200 with (stream: $stream)', ({ stream }) => {
    it.each(wrong)('$what is a 502', async ({ give }) => {
      answer = give;
      const { status, text, complete } = await chat(service, asking('hi', { stream })).answer;
      expect({ status, complete, code: errorIn(text).code }).toEqual({
        status: 502,
        complete: true,
        code: 'upstream_protocol_error',
      });
    });
  });

  it.each([
    { what: 'a choice that is a text', event: 'data: {"choices":["a"]}\n\n' },
    { what: 'an event without choices', event: 'data: {"ok":true}\n\n' },
    {
      what: 'tool calls that are null',
      event: 'data: {"choices":[{"index":0,"delta":{"tool_calls":[null]}}]}\n\n',
    },
  ])('$what in the middle of a stream is an error event', async ({ event }) => {
    answer = (r) => r.writeHead(200, sse).end(chunkEvent('one') + chunkEvent(' two') + event);
    const { text, complete } = await chat(service, asking('hi', { stream: true })).answer;
    const { said, done, errors } = summarize(text);
    expect({ said, done, complete }).toEqual({ said: 'one two', done: 0, complete: true });
    expect(errors).toEqual([expect.objectContaining({ code: 'upstream_protocol_error' })]);
  });

  it('an answer without choices is not a clean end', async () => {
    answer = (r) => r.writeHead(200, json).end('{"object":"chat.completion","choices":[]}');
    const streamed = await chat(service, asking('hi', { stream: true })).answer;
    expect(summarize(streamed.text)).toMatchObject({
      done: 0,
      errors: [{ code: 'upstream_protocol_error' }],
    });
    const whole = await chat(service, asking()).answer;
    expect({ status: whole.status, code: errorIn(whole.text).code }).toEqual({
      status: 502,
      code: 'upstream_protocol_error',
    });
  });

  it('nonsense in the place of the usage does no harm', async () => {
    answer = (r) => {
      const usage = `data: {"choices":[],"usage":"much"}\n\n`;
      r.writeHead(200, sse).end(`${chunkEvent('one', 'stop')}${usage}data: [DONE]\n\n`);
    };
    const { text } = await chat(service, asking('hi', { stream: true })).answer;
    expect(summarize(text)).toMatchObject({ said: 'one', done: 1, errors: [] });
  });

  it('a stream that is left open after [DONE] is whole, and closed from here', async () => {
    let closed = false;
    answer = (r) => {
      r.writeHead(200, sse).write(`${chunkEvent('one', 'stop')}data: [DONE]\n\n`);
      r.on('close', () => (closed = true));
    };
    const { text } = await chat(service, asking('hi', { stream: true })).answer;
    expect(summarize(text)).toMatchObject({ said: 'one', done: 1, errors: [] });
    await eventually(() => closed, 'the connection to the upstream is closed');
  });

  it('a whole answer in place of a stream is streamed all the same', async () => {
    answer = (r) => r.writeHead(200, json).end(completionJson('all at once'));
    const { text } = await chat(service, asking('hi', { stream: true })).answer;
    expect(summarize(text)).toMatchObject({ said: 'all at once', done: 1, errors: [] });
  });

  it('a stream in place of a whole answer is collected all the same', async () => {
    answer = (r) =>
      r
        .writeHead(200, { 'content-type': 'Text/Event-Stream' })
        .end(`${chunkEvent('one')}${chunkEvent(' two', 'stop')}data: [DONE]\n\n`);
    const { status, text } = await chat(service, asking()).answer;
    expect(status).toBe(200);
    expect(JSON.parse(text).choices[0].message.content).toBe('one two');
  });

  it('a stream that is whole but for [DONE] is taken as whole', async () => {
    answer = (r) => r.writeHead(200, sse).end(chunkEvent('one') + chunkEvent(' two', 'stop'));
    const { text } = await chat(service, asking('hi', { stream: true })).answer;
    expect(summarize(text)).toMatchObject({ said: 'one two', done: 1, errors: [] });
  });

  it('a stream that is whole and then cut is taken as whole', async () => {
    answer = (r) => {
      r.writeHead(200, sse).write(`${chunkEvent('one', 'stop')}data: [DONE]\n\n`);
      setTimeout(() => r.destroy(), 50);
    };
    const { text } = await chat(service, asking('hi', { stream: true })).answer;
    expect(summarize(text)).toMatchObject({ said: 'one', done: 1, errors: [] });
  });

  it.each([
    { what: 'an answer', type: json, begin: '{"choices":[{"message":{"content":"' },
    { what: 'an event of a stream', type: sse, begin: 'data: {"choices":[{"delta":{"content":"' },
    { what: 'an error', type: json, begin: '{"error":{"message":"', status: 500 },
  ])('$what without end is given up, and takes no memory for ever', async ({ type, begin, status = 200 }) => {
    const before = residentMemory(service.pid);
    answer = (r) => {
      r.writeHead(status, type).write(begin);
      const megabyte = 'x'.repeat(1_048_576);
      const pour = () => {
        while (!r.destroyed && r.write(megabyte));
        if (!r.destroyed) r.once('drain', pour);
      };
      pour();
    };
    const reply = await chat(service, asking('hi', { stream: true })).answer;
    expect(reply).toMatchObject({ status: status === 200 ? 502 : 500, complete: true });
    expect(errorIn(reply.text).param).toBeNull();
    const grown = residentMemory(service.pid) - before;
    process.stdout.write(`memory after ${begin.slice(0, 20)}…: +${grown.toFixed(0)} MiB\n`);
    expect(grown).toBeLessThan(500);
  });

  it('nothing of all this was an error of the service itself', () => {
    expect(service.stdout()).not.toContain('internal_error');
    expect(service.stdout()).not.toMatch(/"level":(50|60)/);
  });
});

describe('a connection to the upstream', () => {
  const env = { OPENAI_API_KEY: UPSTREAM_KEY, OPENAI_TIMEOUT: '5' };

  it('that nobody takes is a 502, and the service lives on without', async () => {
    const service = await startService({
      ...env,
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      OPENAI_MAX_RETRIES: '1',
    });
    try {
      for (const stream of [true, false]) {
        const { status, text } = await chat(service, asking('hi', { stream })).answer;
        expect(status).toBe(502);
        expect(errorIn(text)).toMatchObject({ code: 'upstream_unreachable', param: null });
      }
      expect(await getJson(service, '/healthz')).toMatchObject({ status: 200 });
      expect(await getJson(service, '/readyz')).toMatchObject({ status: 503 });
    } finally {
      await service.stop();
    }
  });

  it('comes back with the upstream, without a restart', async () => {
    let upstream = await startSimulator();
    const port = Number(new URL(upstream.baseURL).port);
    const service = await startService({
      ...env,
      OPENAI_BASE_URL: upstream.baseURL,
      OPENAI_MAX_RETRIES: '0',
    });
    const statuses = async () => {
      const answers = [true, false, false].map((stream) => chat(service, asking('hi', { stream })).answer);
      return (await Promise.all(answers)).map(({ status }) => status);
    };
    try {
      expect(await statuses()).toEqual([200, 200, 200]);
      await upstream.close();
      expect(await statuses()).toEqual([502, 502, 502]);
      upstream = await startSimulator({ port });
      expect(await statuses()).toEqual([200, 200, 200]);
    } finally {
      await service.stop();
      await upstream.close();
    }
  });

  it('that the upstream closes between two requests fails neither', async () => {
    const upstream = await startOddUpstream((response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(completionJson('hi'));
      // Later than the answer, as a server does whose idle time is over; no header told of it.
      setTimeout(() => response.socket?.destroy(), 15);
    });
    const service = await startService({ ...env, OPENAI_BASE_URL: upstream.baseURL });
    try {
      const statuses: (number | undefined)[] = [];
      const end = performance.now() + 2_000;
      while (performance.now() < end) statuses.push((await chat(service, asking()).answer).status);
      expect(new Set(statuses)).toEqual(new Set([200]));
      process.stdout.write(`requests over connections that are being closed: ${statuses.length}\n`);
    } finally {
      await service.stop();
      await upstream.close();
    }
  });

  it('to something that does not speak HTTP is a 502', async () => {
    const server: Server = createServer((socket) =>
      socket.on('error', () => undefined).once('data', () => socket.end('SSH-2.0-OpenSSH_9.9\r\n')),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const service = await startService({
      ...env,
      OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
      OPENAI_MAX_RETRIES: '0',
    });
    try {
      const { status, text } = await chat(service, asking()).answer;
      expect({ status, code: errorIn(text).code }).toEqual({ status: 502, code: 'upstream_protocol_error' });
    } finally {
      await service.stop();
      server.close();
    }
  });
});

describe('the retries of the service', () => {
  let setup: Setup;
  beforeAll(async () => {
    setup = await startOverSimulator({ env: { OPENAI_MAX_RETRIES: '2' } });
  });
  afterAll(() => setup.stop());
  beforeEach(() => setup.upstream.reset());
  const soon = { 'retry-after-ms': '20' };

  it.each([{ stream: true }, { stream: false }])(
    'get an answer that begins late (stream: $stream)',
    async ({ stream }) => {
      const busy = { error: { status: 503, headers: soon } };
      setup.upstream.enqueue(busy, { refuse: true }, {});
      const { status } = await chat(setup.service, asking('hi', { stream })).answer;
      expect(status).toBe(200);
      expect(setup.upstream.stats().requests).toBe(3);
    },
  );

  it('end, and the last failure is told', async () => {
    const limited = { error: { status: 429, message: 'Slow down.', headers: soon } };
    setup.upstream.enqueue(limited, limited, limited, {});
    const { status, text } = await chat(setup.service, asking()).answer;
    expect(status).toBe(429);
    expect(errorIn(text).message).toBe('Slow down.');
    expect(setup.upstream.stats().requests).toBe(3);
  });

  it('are not made where the upstream asks for more patience than a request has', async () => {
    setup.upstream.enqueue({ error: { status: 429, headers: { 'retry-after': '60' } } });
    const { status, headers } = await chat(setup.service, asking()).answer;
    expect({ status, retryAfter: headers['retry-after'] }).toEqual({ status: 429, retryAfter: '60' });
    expect(setup.upstream.stats().requests).toBe(1);
  });

  it.each([
    { what: 'a request that the upstream refuses', upstream: { error: { status: 400 } } },
    { what: 'a stream that was cut', upstream: { cut: { afterChunks: 2 } } },
  ])('are not made for $what', async ({ upstream }) => {
    setup.upstream.enqueue(upstream, {});
    await chat(setup.service, asking('hi', { stream: true })).answer;
    expect(setup.upstream.stats().requests).toBe(1);
  });
});

describe('an upstream that refuses the key of the service', () => {
  let setup: Setup;
  beforeAll(async () => {
    setup = await startOverSimulator({ simulator: { apiKey: 'another' }, env: { LOG_LEVEL: 'trace' } });
  });
  afterAll(() => setup.stop());

  it('is a 401 that tells neither the key nor what the upstream said of it, to the client or the log', async () => {
    const { service } = setup;
    const answers = await Promise.all([
      chat(service, asking('hi', { stream: true })).answer,
      chat(service, asking()).answer,
    ]);
    for (const { status, text } of answers) {
      expect(status).toBe(401);
      expect(errorIn(text)).toMatchObject({ code: 'invalid_api_key', param: null });
    }
    const models = await getJson(service, '/v1/models');
    expect(models.status).toBe(401);
    await getJson(service, '/readyz');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const shown = JSON.stringify([answers, models.body]) + service.stdout() + service.stderr();
    expect(shown).toContain('turn failed');
    expect(shown).not.toContain(UPSTREAM_KEY);
    expect(shown).not.toContain(UPSTREAM_KEY.slice(-4));
    expect(shown).not.toContain('sk-');
    expect(shown).not.toContain('Incorrect API key');
  });
});
