import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock, type Clock, type ModelChunk } from '@yychat/engine-core';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '@yychat/simulator';
import { OpenAI } from 'openai';
import { OpenAIChatModel, type OpenAIChatModelOptions } from './index.js';

const request = {
  model: 'gpt-4.1',
  messages: [{ role: 'user', content: 'Hi.' }],
  stream: true,
  options: {},
} as const;
const EVENTS = { 'content-type': 'text/event-stream' };
const event = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
  })}\n\n`;

let simulator: Simulator;
const clear: (() => Promise<void>)[] = [];

beforeEach(async () => {
  simulator = await startSimulator();
  clear.push(() => simulator.close());
});
afterEach(async () => {
  for (const end of clear.splice(0).reverse()) await end();
});

async function modelFor(
  baseURL: string,
  options: Partial<OpenAIChatModelOptions> = {},
): Promise<OpenAIChatModel> {
  const client = new OpenAI({
    baseURL,
    apiKey: 'sk-test',
    organization: 'org-1',
    defaultHeaders: { 'x-proxy': 'yes' },
    maxRetries: 0,
  });
  const model = await OpenAIChatModel.create({ client, maxRetries: 0, ...options });
  clear.push(() => model.close());
  return model;
}

/** An upstream that does what the simulator does not. */
async function serve(listener: RequestListener): Promise<{ baseURL: string; server: Server }> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume().once('end', () => listener(incoming, outgoing));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  clear.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, server };
}

function ask(model: OpenAIChatModel, signal = new AbortController().signal): AsyncIterator<ModelChunk> {
  return model.generate(request, { signal, requestId: 'req_1' })[Symbol.asyncIterator]();
}

async function textOf(answer: AsyncIterator<ModelChunk>): Promise<string> {
  let text = '';
  for (let next = await answer.next(); next.done !== true; next = await answer.next()) {
    text += next.value.data.choices[0]?.delta.content ?? '';
  }
  return text;
}

describe('a request', () => {
  it('has the client\u2019s credentials and headers, and the id of the turn', async () => {
    const model = await modelFor(simulator.baseURL);
    await textOf(ask(model));
    expect(simulator.requests[0]).toMatchObject({
      path: '/v1/chat/completions',
      headers: {
        authorization: 'Bearer sk-test',
        'openai-organization': 'org-1',
        'x-proxy': 'yes',
        'x-client-request-id': 'req_1',
        'content-type': 'application/json',
      },
      body: { model: request.model, messages: request.messages, stream: true },
    });
  });

  it('has the headers of its call in the trace each time that it is tried, and tells how it was answered', async () => {
    simulator.enqueue({ error: { status: 503, headers: { 'retry-after-ms': '1' } } }, { reply: 'Now.' });
    const model = await modelFor(simulator.baseURL, { maxRetries: 1 });
    const statuses: number[] = [];
    let calls = 0;
    const modelCall = () => ({
      headers: { traceparent: `call-${++calls}`, tracestate: 'a=1' },
      answered: (status: number) => void statuses.push(status),
    });
    const trace = { modelCall, toolCall: () => ({}) };
    const { signal } = new AbortController();
    const answer = model.generate(request, { signal, requestId: 'req_1', trace });
    expect(await textOf(answer[Symbol.asyncIterator]())).toBe('Now.');
    expect(statuses).toEqual([503, 200]);
    expect(simulator.requests.map(({ headers }) => [headers['traceparent'], headers['tracestate']])).toEqual([
      ['call-1', 'a=1'],
      ['call-1', 'a=1'],
    ]);
  });

  it('is sent when the first chunk is asked for, and not before', async () => {
    const model = await modelFor(simulator.baseURL);
    const answer = ask(model);
    await sleep(50);
    expect(simulator.stats().requests).toBe(0);
    expect(await textOf(answer)).toBe('Hello from the simulator.');
  });

  it('keeps the path and the query of the base URL', async () => {
    const urls: unknown[] = [];
    const { baseURL } = await serve(({ url }, response) => {
      urls.push(url);
      response.writeHead(200, EVENTS).end(`${event('Hi.', 'stop')}data: [DONE]\n\n`);
    });
    await textOf(ask(await modelFor(`${baseURL}/deployments/x?api-version=1`)));
    expect(urls).toHaveLength(1);
    expect(urls[0]).toMatch(/^\/v1\/deployments\/x/);
  });

  it('uses its connections again', async () => {
    let connections = 0;
    const { baseURL, server } = await serve((_, response) => {
      response.writeHead(200, EVENTS).end(`${event('Hi.', 'stop')}data: [DONE]\n\n`);
    });
    server.on('connection', () => (connections += 1));
    const model = await modelFor(baseURL);
    for (let turn = 0; turn < 10; turn += 1) expect(await textOf(ask(model))).toBe('Hi.');
    // The pool may open a second one while the first is about to be free.
    expect(connections).toBeLessThanOrEqual(2);
  });
});

describe('an answer', () => {
  it('ends with [DONE], though the connection stays open', async () => {
    const { baseURL } = await serve((_, response) => {
      response.writeHead(200, EVENTS).write(`${event('Hi.', 'stop')}data: [DONE]\n\n`);
    });
    expect(await textOf(ask(await modelFor(baseURL)))).toBe('Hi.');
  });

  it('ends without [DONE] where the connection does', async () => {
    const { baseURL } = await serve((_, response) =>
      response.writeHead(200, EVENTS).end(event('Hi.', 'stop')),
    );
    expect(await textOf(ask(await modelFor(baseURL)))).toBe('Hi.');
  });

  it('says nothing after [DONE]', async () => {
    const { baseURL } = await serve((_, response) =>
      response.writeHead(200, EVENTS).end(`${event('Hi.', 'stop')}data: [DONE]\n\n${event('More.')}`),
    );
    expect(await textOf(ask(await modelFor(baseURL)))).toBe('Hi.');
  });

  it('may be no stream, though one was asked for', async () => {
    const { baseURL } = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          object: 'chat.completion',
          choices: [{ index: 0, message: { role: 'assistant', content: 'Hi.' }, finish_reason: 'stop' }],
        }),
      ),
    );
    expect(await textOf(ask(await modelFor(baseURL)))).toBe('Hi.');
  });

  it('may be an error with status 200', async () => {
    const { baseURL } = await serve((_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"error":{"message":"It broke."}}'),
    );
    await expect(textOf(ask(await modelFor(baseURL)))).rejects.toMatchObject({ message: 'It broke.' });
  });

  it('is given in full before the error that cut it', async () => {
    const { baseURL } = await serve((_, response) => {
      response.writeHead(200, EVENTS).write(event('One.') + event('Two.'), () => response.destroy());
    });
    const answer = ask(await modelFor(baseURL));
    expect((await answer.next()).value?.data.choices[0]?.delta.content).toBe('One.');
    await sleep(50);
    expect((await answer.next()).value?.data.choices[0]?.delta.content).toBe('Two.');
    await expect(answer.next()).rejects.toMatchObject({ code: 'upstream_unreachable' });
    expect((await answer.next()).done).toBe(true);
  });
});

describe('a slow reader', () => {
  const TOTAL = 4_000;
  const SIZE = 16_384;

  it('pauses the upstream, and still gets all of it', async () => {
    let sent = 0;
    const { baseURL } = await serve((_, response) => {
      response.writeHead(200, EVENTS);
      const write = () => {
        while (sent < TOTAL) {
          sent += 1;
          if (!response.write(event('x'.repeat(SIZE)))) return void response.once('drain', write);
        }
        response.end(`${event('', 'stop')}data: [DONE]\n\n`);
      };
      write();
    });
    const answer = ask(await modelFor(baseURL));
    await answer.next();
    for (let before = -1; before !== sent;) {
      before = sent;
      await sleep(300);
    }
    // What is on its way: 256 chunks here, and the buffers of two sockets.
    expect(sent).toBeLessThan(TOTAL / 2);
    expect(await textOf(answer)).toHaveLength((TOTAL - 1) * SIZE);
    expect(sent).toBe(TOTAL);
  }, 20_000);

  it('frees the connection when it leaves a paused answer', async () => {
    const gone = new Promise<void>((resolve) => {
      void serve((_, response) => {
        response.once('close', resolve).writeHead(200, EVENTS).write(event('x').repeat(5_000));
      }).then(async ({ baseURL }) => {
        const answer = ask(await modelFor(baseURL));
        await answer.next();
        await answer.return?.();
      });
    });
    await expect(gone).resolves.toBeUndefined();
  });
});

describe('another try', () => {
  /** A clock that waits for nothing, and keeps what it was asked to wait for. */
  function hasty(): { clock: Clock; delays: number[] } {
    const delays: number[] = [];
    const after: Clock['after'] = (delay, callback) => {
      delays.push(delay);
      return systemClock.after(0, callback);
    };
    return { clock: { ...systemClock, after }, delays };
  }

  it('keeps a process alive that waits for it', async () => {
    let isHeld = false;
    const after: Clock['after'] = (_, callback) => ({
      ...systemClock.after(0, callback),
      ref: () => void (isHeld = true),
    });
    const model = await modelFor(simulator.baseURL, { maxRetries: 1, clock: { ...systemClock, after } });
    simulator.enqueue({ refuse: true }, { reply: 'Now.' });
    expect(await textOf(ask(model))).toBe('Now.');
    expect(isHeld).toBe(true);
  });

  it('waits longer each time, and gives up after its retries', async () => {
    const { clock, delays } = hasty();
    const model = await modelFor(simulator.baseURL, { maxRetries: 3, clock, random: () => 0 });
    const error = { error: { status: 500 } };
    simulator.enqueue(error, error, error, error, { reply: 'Too late.' });
    await expect(textOf(ask(model))).rejects.toMatchObject({ status: 500 });
    expect(delays).toEqual([500, 1_000, 2_000]);
  });

  it('waits as long as the upstream asks for', async () => {
    const { clock, delays } = hasty();
    const model = await modelFor(simulator.baseURL, { maxRetries: 1, clock, random: () => 0 });
    simulator.enqueue({ error: { status: 429, headers: { 'retry-after': '7' } } }, { reply: 'Now.' });
    expect(await textOf(ask(model))).toBe('Now.');
    expect(delays[0]).toBe(7_000);
  });

  it('is made when the connection was lost before an answer', async () => {
    const { clock } = hasty();
    const model = await modelFor(simulator.baseURL, { maxRetries: 1, clock });
    simulator.enqueue({ refuse: true }, { reply: 'Now.' });
    expect(await textOf(ask(model))).toBe('Now.');
  });

  it('is not made when the upstream took too long', async () => {
    const model = await modelFor(simulator.baseURL, { maxRetries: 1, headersTimeout: 100 });
    simulator.enqueue({ silence: 'headers' }, { reply: 'Now.' });
    await expect(textOf(ask(model))).rejects.toMatchObject({ status: 504 });
    expect(simulator.stats().requests).toBe(1);
  });
});

describe('health', () => {
  const check = async (model: OpenAIChatModel) => model.healthCheck(new AbortController().signal);

  it.each([
    [404, 'up'],
    [405, 'up'],
    [429, 'up'],
    [401, 'down'],
    [500, 'down'],
  ])('of an upstream that answers %d to a list of its models is %s', async (status, expected) => {
    const model = await modelFor(simulator.baseURL);
    simulator.rule({
      on: 'models',
      match: () => true,
      behaviour: { error: { status, message: 'sk-secret' } },
    });
    const health = await check(model);
    expect(health).toMatchObject({ name: 'upstream', status: expected, required: true });
    expect(JSON.stringify(health)).not.toContain('sk-secret');
  });

  it('of an upstream that does not answer is down when the check is over', async () => {
    const model = await modelFor(simulator.baseURL);
    simulator.rule({ on: 'models', match: () => true, behaviour: { silence: 'headers' } });
    const health = await model.healthCheck(AbortSignal.timeout(100));
    expect(health).toMatchObject({ status: 'down', reason: 'it cannot be reached', code: 'unreachable' });
  });
});
