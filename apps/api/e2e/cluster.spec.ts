import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SwitchedEngine } from '@yychat/protocol';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster, type Cluster } from './support/cluster.js';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { asking, chat, type RawAnswer } from './support/raw-chat.js';
import type { ServiceUnderTest } from './support/service.js';
import { summarize } from './support/stream-text.js';

const ENGINES = ['chat_engine', 'mem0_proxy'];
const STREAMS = 200;
const SWITCHES = 100;

let cluster: Cluster;
const agent = new Agent({ keepAlive: true, maxSockets: STREAMS });
beforeAll(async () => {
  cluster = await startCluster(3, { MEMORY_RETRIEVAL_TIMEOUT: '10' });
}, 60_000);
afterAll(async () => {
  agent.destroy();
  await cluster.stop();
});

const instance = (n: number) => cluster.instances[n % 3] as ServiceUnderTest;
const currents = () =>
  Promise.all(
    cluster.instances.map(
      async (each) => (await send(each, 'GET /v1/engines/current')).body as { name: string; epoch: number },
    ),
  );
const isAgreed = async () => new Set((await currents()).map(({ epoch }) => epoch)).size === 1;

interface TurnSeen {
  readonly id: string;
  readonly engine: string;
  readonly epoch: string;
}

/** What was answered, or why that was not as it should be. */
function look({ status, headers, text, complete }: RawAnswer, reply: string): TurnSeen | string {
  const { said, done, errors, wellFormed } = summarize(text);
  if (status !== 200 || !complete || done !== 1 || errors.length > 0 || !wellFormed || said !== reply)
    return `${status} ${text.slice(0, 300)}`;
  return {
    id: String(headers['x-request-id']),
    engine: String(headers['x-yychat-engine']),
    epoch: String(headers['x-yychat-engine-epoch']),
  };
}

/** Streams without pause, 200 at a time, until it is told to stop. */
function keepTalking() {
  const seen: TurnSeen[] = [];
  const faults: string[] = [];
  let isOver = false;
  const talker = async (n: number) => {
    for (let turn = 0; !isOver; turn++) {
      const reply = Array.from({ length: 12 }, (_, word) => `${n}-${turn}-${word} `).join('');
      // Every tenth one remembers: its engine extracts and recalls as well.
      const more = n % 10 === 0 ? { conversation_id: `c-${n}` } : {};
      const asked = asking(`Say ${reply}`, { stream: true, sim: { reply, gap: 200 }, ...more });
      const looked = look(await chat(instance(n), asked, { agent }).answer, reply);
      if (typeof looked === 'string') faults.push(looked);
      else seen.push(looked);
    }
  };
  const all = Array.from({ length: STREAMS }, (_, n) => talker(n));
  return {
    seen,
    faults,
    async stop() {
      isOver = true;
      await Promise.all(all);
    },
  };
}

describe('three instances with 200 streams', () => {
  it('are switched 100 times, twice while Redis is frozen: no turn fails, is lost or is of two engines', async () => {
    const talk = keepTalking();
    const took: number[] = [];
    const refused: number[] = [];
    for (let n = 0; n < SWITCHES; n++) {
      await sleep(Math.random() * 60);
      const isFrozen = n === 30 || n === 70;
      if (isFrozen) cluster.redis.freeze();
      const begun = performance.now();
      const { status, body } = await send(instance(n), 'POST /v1/engines/switch', {
        body: { engine_name: ENGINES[n % 2 === 0 ? 1 : 0], reason: `switch ${n}` },
      });
      if (isFrozen) {
        refused.push(status);
        cluster.redis.thaw();
        await eventually(isAgreed, 'all have one epoch again', 10_000);
        continue;
      }
      const { instances = [] } = body as Partial<SwitchedEngine>;
      expect([status, instances.length]).toEqual([200, 3]);
      expect(instances.every(({ acknowledged }) => acknowledged)).toBe(true);
      took.push(performance.now() - begun);
    }
    expect(refused).toEqual([503, 503]);
    expect(await isAgreed()).toBe(true);
    await talk.stop();

    expect(talk.faults).toEqual([]);
    expect(talk.seen.length).toBeGreaterThan(STREAMS);
    const engineOf = new Map<string, string>();
    for (const { engine, epoch } of talk.seen) {
      expect(engineOf.get(epoch) ?? engine).toBe(engine);
      engineOf.set(epoch, engine);
    }
    expect(new Set(engineOf.values())).toEqual(new Set(ENGINES));
    const { body: history } = await send(instance(0), 'GET /v1/engines/history');
    for (const { epoch, new_engine } of history.data as { epoch: number; new_engine: string }[])
      expect(engineOf.get(String(epoch)) ?? new_engine).toBe(new_engine);

    await eventually(
      async () => {
        const { body } = await send(instance(1), 'GET /v1/performance/stats?window=1h');
        return body.summary.total_requests === talk.seen.length;
      },
      'all turns are measured',
      15_000,
    );
    const { body: measured } = await send(instance(2), 'GET /v1/performance/recent?count=1000');
    const known = new Map(talk.seen.map((turn) => [turn.id, turn]));
    for (const { request_id, engine, epoch, status } of measured.data) {
      const turn = known.get(request_id as string);
      expect({ engine, epoch: String(epoch), status }).toEqual({
        engine: turn?.engine,
        epoch: turn?.epoch,
        status: 'ok',
      });
    }
    took.sort((a, b) => a - b);
    process.stdout.write(
      `${SWITCHES} switches under ${STREAMS} streams, ${talk.seen.length} turns; until all instances had acknowledged: ` +
        `median ${took[took.length >> 1]?.toFixed(0)} ms, p95 ${took[Math.floor(took.length * 0.95)]?.toFixed(0)} ms, longest ${took.at(-1)?.toFixed(0)} ms\n`,
    );
  }, 180_000);
});

describe('a restart of one instance after the other, under load', () => {
  it('fails no turn, and keeps the engine and what was said', async () => {
    await send(instance(0), 'POST /v1/engines/switch', { body: { engine_name: 'mem0_proxy' } });
    await eventually(isAgreed, 'all have one epoch', 10_000);
    const before = await currents();
    await chat(instance(1), asking('My code word is amaranth.', { conversation_id: 'kept' })).answer;
    const faults: string[] = [];
    let turns = 0;
    let isOver = false;
    /** As a load balancer does: what an instance has not taken goes to the next. */
    const ask = async (n: number, asked: object): Promise<RawAnswer> => {
      for (let tries = 0; ; tries++) {
        const answer = await chat(instance(n + tries), asked).answer;
        const isTaken = answer.status !== undefined && answer.status !== 503;
        if (isTaken || tries > 20) return answer;
        await sleep(10);
      }
    };
    const talkers = Array.from({ length: 20 }, async (_, n) => {
      for (let turn = 0; !isOver; turn++) {
        const reply = `Reply ${turn} to ${n}, in some words.`;
        const looked = look(await ask(n, asking('hi', { stream: true, sim: { reply, gap: 30 } })), reply);
        if (typeof looked === 'string') faults.push(looked);
        turns++;
      }
    });
    for (const at of [0, 1, 2]) expect(await cluster.restart(at)).toEqual({ code: 0, complaints: '' });
    isOver = true;
    await Promise.all(talkers);
    expect(faults).toEqual([]);
    expect(turns).toBeGreaterThan(20);
    const after = await currents();
    expect(after.map(({ name, epoch }) => ({ name, epoch }))).toEqual(
      before.map(({ name, epoch }) => ({ name, epoch })),
    );
    const { headers } = await chat(instance(1), asking('What is my code word?', { conversation_id: 'kept' }))
      .answer;
    expect(headers['x-yychat-memory']).toBe('hit');
    process.stdout.write(`three restarts, ${turns} turns\n`);
  }, 120_000);
});
