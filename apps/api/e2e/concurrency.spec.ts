import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent } from 'node:http';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { chunkEvent, startOddUpstream, type OddUpstream } from './support/odd-upstream.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';
import { residentMemory } from './support/process-facts.js';
import { asking, chat } from './support/raw-chat.js';
import { startService, type ServiceUnderTest } from './support/service.js';
import { summarize } from './support/stream-text.js';

const scripts = ['你好世界，这是第', 'Ответ номер ', 'The answer number ', '👩‍👩‍👧‍👦🇨🇳𠮷 ', 'é́ ñ ß "\\n" \n\t '];

/** What the upstream says to one of many; no two are the same. */
function textOf(n: number): string {
  return Array.from({ length: 20 }, (_, i) => `${scripts[(n + i) % scripts.length]!}${n}。`).join('');
}

describe('200 answers at once', () => {
  let setup: Setup;
  beforeAll(async () => {
    setup = await startOverSimulator();
  });
  afterAll(() => setup.stop());

  it.each([
    { how: 'each over a connection of its own', connections: 200 },
    { how: 'over 50 connections that are used again', connections: 50 },
  ])(
    'are each the right one, to the last character, with ids of their own ($how)',
    async ({ connections }) => {
      const agent = new Agent({ keepAlive: true, maxSockets: connections });
      const begun = performance.now();
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, n) => {
          // Cut into pieces of a few bytes, characters arrive in halves.
          const sim = { reply: textOf(n), gap: n % 3, ...(n % 4 === 0 && { splitBytes: 5 + (n % 7) }) };
          return chat(setup.service, asking(`n ${n}`, { stream: true, sim }), { agent }).answer;
        }),
      );
      process.stdout.write(
        `200 streams over ${connections} connections in ${(performance.now() - begun).toFixed(0)} ms\n`,
      );
      agent.destroy();
      const ids = new Set<string>();
      const requestIds = new Set<unknown>();
      for (const [n, { text, headers, complete }] of answers.entries()) {
        const summary = summarize(text);
        expect(summary).toMatchObject({ said: textOf(n), done: 1, errors: [], wellFormed: true });
        expect({ complete, ids: summary.ids.size }).toEqual({ complete: true, ids: 1 });
        for (const id of summary.ids) ids.add(id);
        requestIds.add(headers['x-request-id']);
      }
      expect([ids.size, requestIds.size]).toEqual([200, 200]);
    },
  );

  it('half of them not streamed, and some with a server tool, are each the right one as well', async () => {
    setup.upstream.reset();
    setup.upstream.rule({
      match: ({ body }) => /^tool/.test(String(body.messages?.[0]?.content)) && body.messages?.length === 1,
      behaviour: { toolCalls: [{ name: 'calculator', arguments: { expression: '2 * 21' } }] },
    });
    // What the tool said is said again, after the text of the question.
    setup.upstream.rule({
      match: ({ body }) => body.messages?.length === 3,
      behaviour: { reply: 'It is 42.' },
    });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => {
        const stream = n % 2 === 0;
        if (n % 5 === 0) return chat(setup.service, asking(`tool ${n}`, { stream })).answer;
        return chat(setup.service, asking(`n ${n}`, { stream, sim: { reply: textOf(n) } })).answer;
      }),
    );
    for (const [n, { text, status }] of answers.entries()) {
      expect(status).toBe(200);
      const said: unknown = n % 2 ? JSON.parse(text).choices[0].message.content : summarize(text).said;
      expect(said).toBe(n % 5 === 0 ? 'It is 42.' : textOf(n));
    }
    const results = setup.upstream.requests
      .flatMap(({ body }) => body.messages ?? [])
      .filter(({ role }) => role === 'tool');
    expect(results.map(({ content }) => content)).toEqual(
      Array.from({ length: 40 }, () => expect.stringContaining('42')),
    );
  });
});

describe('clients that stop reading', () => {
  const STALLED = 5;
  let upstream: OddUpstream;
  let service: ServiceUnderTest;
  beforeAll(async () => {
    upstream = await startOddUpstream((response, body) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (body.includes('endless')) pour(response);
      else response.end(`${chunkEvent('short', 'stop')}data: [DONE]\n\n`);
    });
    service = await startService({ OPENAI_BASE_URL: upstream.baseURL, OPENAI_API_KEY: 'sk-upstream-test' });
  });
  afterAll(async () => {
    await service.stop();
    await upstream.close();
  });

  it('stop the upstream, take no memory, and hold up nobody; when they read on, nothing is missing', async () => {
    // So that the heap has its size before it is measured.
    const warm = chat(service, asking('endless', { stream: true }));
    await warm.says('"100000 "');
    warm.leave();
    const before = residentMemory(service.pid);
    const alreadySent = upstream.bytesSent();
    const stalled = Array.from({ length: STALLED }, () => chat(service, asking('endless', { stream: true })));
    await Promise.all(stalled.map((one) => one.says('"1 "')));
    for (const one of stalled) one.stopReading();

    // The buffers of the system on the way fill up first.
    let sent = -1;
    const end = performance.now() + 15_000;
    while (sent !== upstream.bytesSent() && performance.now() < end) {
      sent = upstream.bytesSent();
      await sleep(500);
    }
    await sleep(1_000);
    expect(upstream.bytesSent()).toBe(sent);
    const grown = residentMemory(service.pid) - before;
    process.stdout.write(
      `${STALLED} stalled clients: upstream stopped after ${((sent - alreadySent) / 1_048_576).toFixed(1)} MiB, memory +${grown.toFixed(0)} MiB\n`,
    );
    expect(grown).toBeLessThan(100);

    const took: number[] = [];
    for (let i = 0; i < 20; i++) {
      const begun = performance.now();
      const { text } = await chat(service, asking('short', { stream: true })).answer;
      expect(summarize(text)).toMatchObject({ said: 'short', done: 1 });
      took.push(performance.now() - begun);
    }
    process.stdout.write(`others beside them: ${Math.max(...took).toFixed(0)} ms at most\n`);
    expect(Math.max(...took)).toBeLessThan(1_000);

    const [first, ...rest] = stalled;
    for (const one of rest) one.leave();
    // Far behind what has been sent until now.
    const far = Math.ceil((sent - alreadySent) / STALLED / chunkEvent('1000000 ').length) + 5_000;
    first!.readOn();
    await first!.says(`"${far} "`);
    first!.leave();
    const { said } = summarize((await first!.answer).text.replace(/data: [^\n]*\n?$/, ''));
    const numbers = said.trimEnd().split(' ').map(Number);
    expect(numbers.length).toBeGreaterThanOrEqual(far);
    expect(numbers.findIndex((number, i) => number !== i)).toBe(-1);
  });
});

/** Says the numbers from 0, as fast as they are taken, without end. */
function pour(response: ServerResponse): void {
  let n = 0;
  const more = () => {
    let isFull = false;
    while (!isFull && !response.destroyed) {
      let block = '';
      for (let i = 0; i < 50; i++) block += chunkEvent(`${n++} `);
      isFull = !response.write(block);
    }
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}
