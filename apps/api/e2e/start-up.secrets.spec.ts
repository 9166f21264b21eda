import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Behaviour } from '@yychat/simulator';
import { send } from './support/http.js';
import { CLIENT_KEY, keysJson, roleKeys } from './support/keys.js';
import { startOverSimulator, UPSTREAM_KEY, type Setup } from './support/over-simulator.js';
import { asking, chat } from './support/raw-chat.js';
import { ADMIN_KEY } from './support/service.js';

const WRONG_KEY = 'wrong-key-that-someone-mistyped';
const SAID = 'the-zebra-asked';
const ANSWERED = 'the-zebra-answered';
const SENT_BY_MCP = 'token-of-the-mcp-server';

let setup: Setup;
beforeAll(async () => {
  setup = await startOverSimulator({
    env: {
      YYCHAT_API_KEYS_FILE: 'keys.json',
      MCP_CONFIG: 'mcp.json',
      OPENAI_TIMEOUT: '1',
      TICKETS_TOKEN: SENT_BY_MCP,
    },
    files: {
      'keys.json': keysJson(roleKeys),
      'mcp.json': JSON.stringify({
        mcpServers: {
          tickets: { url: 'http://127.0.0.1:9/mcp', headers: { authorization: 'Bearer ${TICKETS_TOKEN}' } },
        },
      }),
    },
  });
});
afterAll(() => setup.stop());

const failures: readonly Behaviour[] = [
  { error: { status: 400, message: `Bad: ${SAID}`, param: 'messages' } },
  { error: { status: 401, message: `Incorrect API key provided: ${UPSTREAM_KEY}` } },
  { error: { status: 429, message: `Slow down, ${UPSTREAM_KEY}, ${SAID}` } },
  { error: { status: 500, message: `Broken by ${SAID}` } },
  { error: { status: 400, message: `Refused: ${UPSTREAM_KEY}` } },
  { reply: [ANSWERED, ANSWERED], streamError: { afterChunks: 1, message: `Refused: ${UPSTREAM_KEY}` } },
  { error: { status: 503, body: `<html>${SAID}</html>` } },
  { reply: ANSWERED, malformed: { afterChunks: 0, text: `{"choices": [{"delta": {"content": "${ANSWERED}` } },
  { reply: [ANSWERED, ANSWERED, ANSWERED], cut: { afterChunks: 1 } },
  { reply: [ANSWERED, ANSWERED, ANSWERED], end: { afterChunks: 1 } },
  { reply: [ANSWERED, ANSWERED], streamError: { afterChunks: 1, message: `Sorry, ${SAID}` } },
  { refuse: true },
  { silence: 'headers' },
];
const successes: readonly Behaviour[] = [
  { reply: ANSWERED },
  { toolCalls: [{ name: 'calculator', arguments: { expression: `1 + ${SAID}` } }] },
  { toolCalls: [{ name: SAID, arguments: `{"broken": "${SAID}` }] },
];

/** Everything that clients were told. */
const told: string[] = [];

it('writes no key and no word of what was said, whatever happens, at its usual level', async () => {
  const { service, upstream } = setup;
  for (const stream of [true, false]) {
    for (const behaviour of [...successes, ...failures]) {
      upstream.reset();
      upstream.enqueue(behaviour);
      told.push(JSON.stringify(await chat(service, asking(SAID, { stream })).answer));
    }
    upstream.reset();
    upstream.enqueue({ reply: [ANSWERED], silence: { afterChunks: 1 } });
    const left = chat(service, asking(SAID, { stream }));
    await setup.until((counts) => counts.requests === 1);
    left.leave();
    await setup.until((counts) => counts.aborted === 1);
  }
  upstream.rule({
    on: 'models',
    match: () => true,
    behaviour: { error: { status: 500, message: UPSTREAM_KEY } },
  });
  const answers = await Promise.all([
    send(service, 'POST /v1/chat/completions', { body: `{"messages": "${SAID}` }),
    send(service, 'POST /v1/chat/completions', { body: { messages: SAID } }),
    send(service, 'POST /v1/chat/completions', { body: { messages: [{ role: SAID, content: SAID }] } }),
    send(service, 'POST /v1/chat/completions', { body: asking(SAID, { personality_id: 'nobody' }) }),
    send(service, 'POST /v1/chat/completions', { body: asking(SAID), key: WRONG_KEY }),
    send(service, 'POST /v1/engines/switch', { body: { engine_name: 'x', reason: SAID }, key: CLIENT_KEY }),
    send(service, 'POST /v1/tools/call', { body: { name: 'calculator', arguments: { expression: SAID } } }),
    send(service, `GET /v1/nothing?key=${ADMIN_KEY}&q=${SAID}`),
    send(service, 'GET /v1/models'),
    send(service, 'GET /v1/engines/health'),
    send(service, 'GET /v1/mcp/tools', { key: null }),
  ]);
  told.push(JSON.stringify(answers));
  service.signal('SIGTERM');
  expect(await service.exited()).toBe(0);

  const written = service.stdout() + service.stderr();
  for (const message of [
    'listening',
    'turn complete',
    'turn failed',
    'turn cancelled',
    'request refused',
    'shut down',
  ]) {
    expect(written).toContain(`"msg":"${message}"`);
  }
  const secrets = [ADMIN_KEY, CLIENT_KEY, UPSTREAM_KEY, WRONG_KEY, SENT_BY_MCP, 'Bearer', SAID, ANSWERED];
  const leaks = written.split('\n').filter((line) => secrets.some((secret) => line.includes(secret)));
  expect(leaks).toEqual([]);
});

it('tells no client the key of the upstream, though the upstream quotes it', () => {
  expect(told.filter((answer) => answer.includes('Refused: [redacted]'))).not.toEqual([]);
  expect(told.filter((answer) => answer.includes(UPSTREAM_KEY))).toEqual([]);
});

it('writes each event as one line of JSON with a level, a time and a message', () => {
  const lines = setup.service.stdout().split('\n').filter(Boolean);
  for (const line of lines) {
    expect(JSON.parse(line)).toMatchObject({
      level: expect.any(Number),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      msg: expect.any(String),
    });
  }
});
