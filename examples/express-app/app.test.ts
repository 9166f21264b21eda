import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { createChatEngine } from '@yychat/engine-chat';
import { OpenAIChatModel } from '@yychat/engine-chat/openai';
import { startSimulator } from '@yychat/simulator';
import { OpenAI } from 'openai';
import { createApp } from './app.ts';

const upstream = await startSimulator();
const client = new OpenAI({ baseURL: upstream.baseURL, apiKey: 'any' });
const model = await OpenAIChatModel.create({ client, maxRetries: 0 });
const server = createApp(createChatEngine({ model })).listen(0, '127.0.0.1');
before(() => once(server, 'listening'));
beforeEach(() => upstream.reset());
after(async () => {
  server.close();
  await model.close();
  await upstream.close();
});

const ask = (body: object, signal?: AbortSignal) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
const messages = [{ role: 'user', content: 'What colour is the sky?' }];

test('streams the answer as OpenAI does', async () => {
  upstream.enqueue({ reply: ['It', ' is', ' blue.'] });
  const response = await ask({ messages });
  const text = await response.text();
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  assert.match(text, /"content":" blue\."/);
  assert.ok(text.endsWith('data: [DONE]\n\n'));
});

test('has the engine stop when the client goes away', async () => {
  upstream.enqueue({ reply: ['It', ' is', ' blue.'], silence: { afterChunks: 2 } });
  const leave = new AbortController();
  const response = await ask({ messages }, leave.signal);
  await response.body?.getReader().read();
  leave.abort();
  await upstream.waitFor(({ stats }) => stats().aborted === 1 && stats().active === 0);
});

test('keeps the status of an error, and names a bad field', async () => {
  upstream.enqueue({ error: { status: 429 } });
  assert.equal((await ask({ messages })).status, 429);
  const bad = await ask({ messages: 'Hello' });
  assert.equal(bad.status, 400);
  assert.match(await bad.text(), /"param":"messages"/);
});

test('ends a stream that broke off with the error, and without [DONE]', async () => {
  upstream.enqueue({ reply: ['It', ' is'], cut: { afterChunks: 1 } });
  const text = await (await ask({ messages })).text();
  assert.match(text, /"code":"upstream_unreachable"/);
  assert.ok(!text.includes('[DONE]'));
});
