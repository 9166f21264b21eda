import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '@yychat/simulator';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './support/eventually.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';
import { openSockets } from './support/process-facts.js';
import { asking, chat, getJson, type RawChat } from './support/raw-chat.js';

/** Milliseconds in which the upstream must know that the client has gone. */
const PROMISED = 100;
const TIMES = 5;

let setup: Setup;

beforeAll(async () => {
  const mcpServer = join(import.meta.dirname, 'support/waiting-mcp-server.mjs');
  const mcp = { mcpServers: { lab: { command: process.execPath, args: [mcpServer, 'lab.log'] } } };
  setup = await startOverSimulator({
    env: { OPENAI_MAX_RETRIES: '2', LOG_LEVEL: 'debug' },
    files: { 'mcp.json': JSON.stringify(mcp), 'lab.log': '' },
  });
});
afterAll(() => setup.stop());
beforeEach(() => setup.upstream.reset());

/** Waits until the upstream's last call is over. Returns when that was, as `performance.now()`. */
async function lastCallOver(): Promise<number> {
  const { upstream } = setup;
  await upstream.waitFor(({ requests }) => requests.at(-1)?.closedAt !== undefined, 10_000);
  const call = upstream.requests.at(-1)!;
  expect(call.aborted).toBe(true);
  return call.closedAt!;
}

async function turnsInFlight(): Promise<number> {
  const { body } = await getJson(setup.service, '/readyz');
  return body.turns_in_flight as number;
}

/** Until nothing of any turn is left, here and upstream. */
async function nothingLeft(): Promise<void> {
  await setup.upstream.waitFor(({ stats }) => stats().active === 0, 5_000);
  await eventually(async () => (await turnsInFlight()) === 0, 'no turn is in flight');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** What the MCP server noted. */
function labLog(): string[] {
  return readFileSync(join(setup.service.dataDir, 'lab.log'), 'utf8').split('\n');
}

interface Case {
  readonly when: string;
  readonly stream: boolean;
  readonly upstream: Behaviour;
  /** Until the moment to leave. */
  readonly wait: (request: RawChat) => Promise<unknown>;
  readonly how?: 'close' | 'reset';
}

/** The upstream has the request, and a little later. */
const asked = async () => {
  await setup.upstream.waitFor(({ stats }) => stats().active === 1);
  await sleep(30);
};

const cases: readonly Case[] = [
  { when: 'before the upstream answers', stream: true, upstream: { silence: 'headers' }, wait: asked },
  { when: 'before the first chunk', stream: true, upstream: { firstChunk: 60_000 }, wait: asked },
  {
    when: 'in the middle of the answer',
    stream: true,
    upstream: { chunks: 10_000, gap: 5 },
    wait: (request) => request.says('jumps'),
  },
  {
    when: 'in the middle of an answer that has fallen silent',
    stream: true,
    upstream: { chunks: 10, silence: { afterChunks: 3 } },
    wait: (request) => request.says('brown'),
  },
  {
    when: 'by a reset of the connection',
    stream: true,
    upstream: { chunks: 10_000, gap: 5 },
    wait: (request) => request.says('jumps'),
    how: 'reset',
  },
  { when: 'before the upstream answers', stream: false, upstream: { silence: 'headers' }, wait: asked },
  { when: 'before the body begins', stream: false, upstream: { firstChunk: 60_000 }, wait: asked },
  {
    when: 'in the middle of the body',
    stream: false,
    upstream: { chunks: 100, silence: { afterChunks: 0 } },
    wait: asked,
  },
];

describe('when the client goes away', () => {
  it.each(cases)(
    '$when (stream: $stream), the upstream call is aborted within 100 ms',
    async ({ when, stream, upstream, wait, how }) => {
      const took: number[] = [];
      for (let i = 0; i < TIMES; i++) {
        setup.upstream.enqueue(upstream);
        const request = chat(setup.service, asking('hi', { stream }));
        await wait(request);
        const left = request.leave(how);
        took.push((await lastCallOver()) - left);
      }
      report(`${when} (stream: ${stream})`, took);
      expect(median(took)).toBeLessThan(PROMISED);
      await nothingLeft();
    },
  );

  it('while it reads nothing and the upstream is paused, the upstream call is aborted within 100 ms', async () => {
    const took: number[] = [];
    for (let i = 0; i < TIMES; i++) {
      setup.upstream.enqueue({ chunks: 200_000 });
      const request = chat(setup.service, asking('hi', { stream: true }));
      await request.says('jumps');
      request.stopReading();
      await sleep(300);
      expect(setup.upstream.stats().active).toBe(1);
      const left = request.leave();
      took.push((await lastCallOver()) - left);
    }
    report('reading nothing', took);
    expect(median(took)).toBeLessThan(PROMISED);
    await nothingLeft();
  });

  it('while a retry waits, the upstream is not asked again', async () => {
    const { upstream, service } = setup;
    upstream.enqueue({ error: { status: 429, headers: { 'retry-after-ms': '700' } } }, {});
    const request = chat(service, asking());
    await upstream.waitFor(({ requests }) => requests.at(-1)?.closedAt !== undefined);
    await sleep(30);
    const left = request.leave();
    await eventually(async () => (await turnsInFlight()) === 0, 'no turn is in flight');
    const took = performance.now() - left;
    report('a retry waits', [took]);
    expect(took).toBeLessThan(500);
    await sleep(1_000);
    expect(upstream.stats().requests).toBe(1);
  });

  it.each([{ stream: true }, { stream: false }])(
    'while a server tool runs (stream: $stream), the tool is cancelled and the model not asked again',
    async ({ stream }) => {
      const { upstream, service } = setup;
      const noted = (what: string) => labLog().filter((line) => line === what).length;
      await eventually(async () => {
        const { body } = await getJson(service, '/v1/mcp/tools');
        return body.data.length === 1;
      }, 'the MCP server is connected');
      const took: number[] = [];
      for (let i = 0; i < TIMES; i++) {
        const [called, cancelled] = [noted('called'), noted('cancelled')];
        upstream.enqueue({ toolCalls: [{ name: 'lab__wait', arguments: {} }] });
        const request = chat(service, asking('wait', { stream }));
        await eventually(() => noted('called') > called, 'the tool is called');
        const left = request.leave();
        await eventually(() => noted('cancelled') > cancelled, 'the tool is cancelled');
        took.push(performance.now() - left);
      }
      report(`a tool runs (stream: ${stream})`, took);
      expect(median(took)).toBeLessThan(PROMISED);
      await nothingLeft();
      expect(upstream.stats().requests).toBe(TIMES);
    },
  );

  it('while its request is still arriving, nothing is asked and nothing fails', async () => {
    const { upstream, service } = setup;
    const logged = service.stdout().length;
    const request = chat(service, '{"model":"gpt-4.1",', { headers: { 'content-length': '1000' } });
    await sleep(50);
    request.leave();
    await sleep(400);
    expect(upstream.stats().requests).toBe(0);
    expect(service.stdout().slice(logged)).not.toMatch(/"level":(50|60)/);
    await nothingLeft();
  });

  it('logs the turn as cancelled, not as failed', async () => {
    const { upstream, service } = setup;
    upstream.enqueue({ chunks: 1_000, gap: 5 });
    const logged = service.stdout().length;
    const request = chat(service, asking('hi', { stream: true }));
    await request.says('quick');
    request.leave();
    await lastCallOver();
    await sleep(600);
    const lines = service.stdout().slice(logged);
    expect(lines).toContain('"turn cancelled"');
    expect(lines).not.toContain('"turn failed"');
  });
});

describe('after 200 clients have gone away, at any moment of their turns', () => {
  const AT_A_TIME = 25;
  const behaviours: readonly Behaviour[] = [
    { chunks: 1_000, gap: 3 },
    { chunks: 1_000, gap: 3, latency: 20 },
    { silence: 'headers' },
    { firstChunk: 60_000 },
    { chunks: 1_000 },
    { toolCalls: [{ name: 'calculator', arguments: { expression: '1 + 1' } }] },
    { error: { status: 503, headers: { 'retry-after-ms': '200' } } },
  ];

  it('nothing is left of them: no upstream call, no turn, no connection', async () => {
    const { upstream, service } = setup;
    const sockets = openSockets(service.pid);
    for (const [n, behaviour] of behaviours.entries()) {
      upstream.rule({ match: ({ body }) => body.user === `leaving-${n}`, behaviour });
    }
    const leaveAfter = async (i: number) => {
      const user = `leaving-${i % behaviours.length}`;
      const request = chat(service, asking('hi', { stream: i % 3 !== 0, user }));
      await sleep((i * 37) % 200);
      request.leave(i % 5 === 0 ? 'reset' : 'close');
      await request.answer;
    };
    for (let done = 0; done < 200; done += AT_A_TIME) {
      await Promise.all(Array.from({ length: AT_A_TIME }, (_, i) => leaveAfter(done + i)));
    }
    await nothingLeft();
    // Those to the upstream that can be used again are kept for a while.
    const kept = AT_A_TIME + 2;
    await eventually(() => openSockets(service.pid) <= sockets + kept, 'the connections are closed');

    upstream.reset();
    const { status } = await chat(service, asking()).answer;
    expect(status).toBe(200);
    expect(upstream.stats()).toMatchObject({ requests: 1, active: 0 });
  });
});

function report(what: string, took: readonly number[]): void {
  process.stdout.write(`abort ${what}: ${took.map((ms) => ms.toFixed(1)).join(', ')} ms\n`);
}
