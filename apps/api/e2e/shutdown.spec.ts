import { afterEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { eventually } from './support/eventually.js';
import { startOverSimulator, type Setup, type SetupOptions } from './support/over-simulator.js';
import { asking, chat, getJson } from './support/raw-chat.js';
import { ADMIN_KEY } from './support/service.js';
import { summarize, type WireError } from './support/stream-text.js';

/** Milliseconds in which a service with nothing to wait for has ended, on a busy machine. */
const AT_ONCE = 2_000;

let setup: Setup;
const start = async (options?: SetupOptions) => (setup = await startOverSimulator(options));
afterEach(() => setup.stop());

/** Sends the signal. Resolves with how the service ended, and after how many milliseconds. */
async function ended(signal: NodeJS.Signals = 'SIGTERM') {
  const begun = performance.now();
  setup.service.signal(signal);
  const code = await setup.service.exited();
  return { code, took: performance.now() - begun };
}

const stream = (text = 'hi', more: object = {}) =>
  chat(setup.service, asking(text, { stream: true, ...more }));

describe('when it is told to stop with 50 streams open', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s, all of them finish, nothing new begins, and the exit code is 0',
    async (signal) => {
      const { service, upstream } = await start();
      upstream.defaults({ chunks: 40, gap: 50 });
      const streams = Array.from({ length: 50 }, () => stream());
      await Promise.all(streams.map((one) => one.says('The')));
      const end = ended(signal);
      await eventually(async () => (await getJson(service, '/readyz')).status === 503, '/readyz is 503');

      const { body } = await getJson(service, '/readyz');
      expect(body).toMatchObject({ status: 'shutting_down', turns_in_flight: 50 });
      expect((await getJson(service, '/healthz')).status).toBe(200);
      for (const asked of [true, false]) {
        const refused = await chat(service, asking('one more', { stream: asked })).answer;
        const { connection, 'retry-after': retryAfter } = refused.headers;
        expect([refused.status, retryAfter, connection]).toEqual([503, '1', 'close']);
        expect((JSON.parse(refused.text) as { error: WireError }).error.code).toBe('shutting_down');
      }

      const answers = await Promise.all(streams.map(({ answer }) => answer));
      for (const { text, complete } of answers) {
        const { done, errors, said } = summarize(text);
        expect({ done, errors, complete, words: said.split(' ').length }).toEqual({
          done: 1,
          errors: [],
          complete: true,
          words: 40,
        });
      }
      const { code, took } = await end;
      expect(code).toBe(0);
      expect(upstream.stats()).toMatchObject({ requests: 50, aborted: 0, active: 0 });
      process.stdout.write(`drained 50 streams and ended in ${took.toFixed(0)} ms\n`);
      expect(took).toBeLessThan(2_000 + AT_ONCE);
    },
  );
});

describe('when it is told to stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('with nothing to do, by %s, it ends at once', async (signal) => {
    await start();
    const { code, took } = await ended(signal);
    expect(code).toBe(0);
    process.stdout.write(`ended by ${signal} with nothing to do in ${took.toFixed(0)} ms\n`);
    expect(took).toBeLessThan(AT_ONCE);
  });

  it('answers what it was asked before, without a stream as well', async () => {
    const { service, upstream } = await start();
    upstream.enqueue({ latency: 700, reply: 'late' }, { firstChunk: 700, reply: 'late' });
    const asked = [chat(service, asking()), stream()];
    await upstream.waitFor(({ stats }) => stats().active === 2);
    const end = ended();
    const [whole, streamed] = await Promise.all(asked.map(({ answer }) => answer));
    expect(whole).toMatchObject({ status: 200, complete: true });
    expect(JSON.parse(whole!.text).choices[0].message.content).toBe('late');
    expect(summarize(streamed!.text)).toMatchObject({ said: 'late', done: 1 });
    expect((await end).code).toBe(0);
  });

  it('waits for a client that reads its answer slowly', async () => {
    const { service, upstream } = await start();
    upstream.enqueue({ reply: 'x'.repeat(20_000_000) });
    const slow = chat(service, asking());
    await slow.answers();
    slow.stopReading();
    const end = ended();
    await sleep(1_500);
    slow.readOn();
    const { complete, text } = await slow.answer;
    expect({ complete, isWhole: text.length > 20_000_000 }).toEqual({ complete: true, isWhole: true });
    expect((await end).code).toBe(0);
  });

  it('is not held up by connections on which nothing happens', async () => {
    const { service } = await start();
    const agent = new Agent({ keepAlive: true });
    await Promise.all(Array.from({ length: 10 }, () => chat(service, asking(), { agent }).answer));
    const { code, took } = await ended();
    agent.destroy();
    expect(code).toBe(0);
    expect(took).toBeLessThan(AT_ONCE);
  });

  it('is not held up by dashboards', async () => {
    const { service } = await start();
    const dashboards = Array.from({ length: 3 }, () =>
      io(`${service.url}/dashboard`, {
        auth: { token: ADMIN_KEY },
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
      }),
    );
    await Promise.all(dashboards.map((one) => new Promise((resolve) => one.once('snapshot', resolve))));
    const { code, took } = await ended();
    for (const one of dashboards) one.disconnect();
    expect(code).toBe(0);
    expect(took).toBeLessThan(AT_ONCE);
  });

  it('is not held up by a request that never arrives whole', async () => {
    const { service } = await start();
    const half = chat(service, '{"messages":', { headers: { 'content-length': '1000' } });
    const silent = connect(Number(new URL(service.url).port), '127.0.0.1').on('error', () => undefined);
    await sleep(100);
    const { code, took } = await ended();
    half.leave();
    silent.destroy();
    expect(code).toBe(0);
    expect(took).toBeLessThan(1_000 + AT_ONCE);
  });

  it('twice, it ends at once', async () => {
    const { upstream } = await start();
    upstream.defaults({ chunks: 10_000, gap: 20 });
    const endless = stream();
    await endless.says('The');
    setup.service.signal('SIGTERM');
    await eventually(async () => (await getJson(setup.service, '/readyz')).status === 503, '/readyz is 503');
    const { code, took } = await ended();
    expect(code).toBe('SIGTERM');
    expect(took).toBeLessThan(AT_ONCE);
    expect((await endless.answer).complete).toBe(false);
  });
});

describe('when the time for stopping is over', () => {
  const inOneSecond: SetupOptions = { env: { SHUTDOWN_TIMEOUT: '1' } };

  it('streams end with an error event, and the exit code is 0', async () => {
    const { upstream } = await start(inOneSecond);
    upstream.defaults({ chunks: 10_000, gap: 20 });
    const endless = Array.from({ length: 10 }, () => stream());
    await Promise.all(endless.map((one) => one.says('The')));
    const { code, took } = await ended();
    for (const { text, complete } of await Promise.all(endless.map(({ answer }) => answer))) {
      const { done, errors, wellFormed } = summarize(text);
      expect({ done, complete, wellFormed }).toEqual({ done: 0, complete: true, wellFormed: true });
      expect(errors).toEqual([expect.objectContaining({ code: 'shutting_down' })]);
    }
    expect(code).toBe(0);
    process.stdout.write(`broke off 10 endless streams and ended in ${took.toFixed(0)} ms, of 1000 given\n`);
    expect(took).toBeGreaterThan(900);
    expect(took).toBeLessThan(1_000 + AT_ONCE);
    await upstream.waitFor(({ stats }) => stats().active === 0);
  });

  it('what has not begun to be answered is a 503', async () => {
    const { service, upstream } = await start(inOneSecond);
    upstream.defaults({ silence: 'headers' });
    const silent = [chat(service, asking()), stream()];
    await upstream.waitFor(({ stats }) => stats().active === 2);
    const { code } = await ended();
    for (const { status, text } of await Promise.all(silent.map(({ answer }) => answer))) {
      expect(status).toBe(503);
      expect((JSON.parse(text) as { error: WireError }).error.code).toBe('shutting_down');
    }
    expect(code).toBe(0);
  });

  it('clients that read nothing do not hold it up', async () => {
    const { upstream } = await start(inOneSecond);
    upstream.defaults({ chunks: 200_000 });
    const stalled = Array.from({ length: 3 }, () => stream());
    await Promise.all(stalled.map((one) => one.says('The')));
    for (const one of stalled) one.stopReading();
    await sleep(500);
    const { code, took } = await ended();
    for (const one of stalled) one.leave();
    expect(code).toBe(0);
    expect(took).toBeLessThan(1_000 + AT_ONCE);
  });

  it('tools that still run do not hold it up', async () => {
    const script = join(import.meta.dirname, 'support/waiting-mcp-server.mjs');
    const mcp = { mcpServers: { lab: { command: process.execPath, args: [script, 'lab.log'] } } };
    const { service, upstream } = await start({ ...inOneSecond, files: { 'mcp.json': JSON.stringify(mcp) } });
    await eventually(
      async () => (await getJson(service, '/v1/mcp/tools')).body.data.length === 1,
      'MCP is up',
    );
    upstream.enqueue({ reply: 'Let me see.', toolCalls: [{ name: 'lab__wait', arguments: {} }] });
    const waiting = stream();
    await waiting.says('see');
    const { code, took } = await ended();
    expect(summarize((await waiting.answer).text)).toMatchObject({
      done: 0,
      errors: [{ code: 'shutting_down' }],
    });
    expect(code).toBe(0);
    expect(took).toBeLessThan(1_000 + AT_ONCE);
  });
});
