import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from '@keyv/redis';
import { startRedis, type RedisServer } from '@yychat/services';
import { startSimulator, type Simulator } from '@yychat/simulator';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { keysJson } from './support/keys.js';
import { startService, type ServiceUnderTest } from './support/service.js';

let redis: RedisServer;
let upstream: Simulator;
let one: ServiceUnderTest;
let two: ServiceUnderTest;

const LIMIT = 6;
const TOKENS = 20;
const name = (n: number) => `test-limited-key-${n}-0123456789`;
/** Each test has a key of its own, by its number. */
const keys = Array.from({ length: 10 }, (_, n) => ({
  key: name(n),
  name: `key ${n}`,
  role: 'client' as const,
  ...(n === 5 && { tokens_per_minute: TOKENS }),
  ...(n !== 9 && { requests_per_minute: n === 4 ? 1_000 : LIMIT }),
}));

const running: { stop(): Promise<void> }[] = [];
const start = async () => {
  const service = await startService(
    {
      OPENAI_BASE_URL: upstream.baseURL,
      OPENAI_API_KEY: 'sk-test-0123456789',
      OPENAI_EMBEDDING_MODEL: 'none',
      USE_REDIS_CACHE: 'true',
      REDIS_URL: redis.url,
      YYCHAT_API_KEYS_FILE: 'keys.json',
    },
    { 'keys.json': keysJson(keys) },
  );
  running.push(service);
  return service;
};
beforeAll(async () => {
  [redis, upstream] = await Promise.all([startRedis(), startSimulator()]);
  [one, two] = await Promise.all([start(), start()]);
});
beforeEach(async () => {
  for (const service of [one, two]) {
    await eventually(async () => {
      const { body } = await send(service, 'GET /readyz', { key: null });
      return body.dependencies.redis.status === 'up';
    }, 'Redis is up');
  }
});
afterAll(async () => {
  await Promise.all(running.map((service) => service.stop()));
  await Promise.all([redis.stop(), upstream.close()]);
});

const chat = (service: ServiceUnderTest, key: string) =>
  send(service, 'POST /v1/chat/completions', {
    key,
    body: { messages: [{ role: 'user', content: 'Hello.' }], use_tools: false },
  });
const statuses = async (key: string, ...services: ServiceUnderTest[]) => {
  const all = [];
  for (const service of services) all.push((await chat(service, key)).status);
  return all;
};
const header = async (service: ServiceUnderTest, key: string, of = 'remaining-requests') =>
  Number((await chat(service, key)).headers.get(`x-ratelimit-${of}`));

async function withRedis<T>(work: (client: ReturnType<typeof createClient>) => Promise<T>): Promise<T> {
  const client = createClient({ url: redis.url });
  await client.connect();
  try {
    return await work(client as ReturnType<typeof createClient>);
  } finally {
    await client.close();
  }
}

const at = (kind: string, n: number) => `yychat:limits:${kind}:${JSON.stringify(['default', `key ${n}`])}`;
const countOf = (kind: string, n: number) => withRedis((client) => client.get(at(kind, n)));

describe('two instances on one Redis', () => {
  it('let in as many requests of a key as its limit says, together', async () => {
    const key = name(0);
    expect(await statuses(key, one, two, two, one, two)).toEqual(Array(5).fill(200));
    expect(await header(one, key)).toBe(0);
    for (const service of [one, two]) {
      const refused = await chat(service, key);
      expect(refused.status).toBe(429);
      expect(refused.body.error).toMatchObject({ code: 'rate_limit_exceeded', type: 'requests' });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
      expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('0');
      expect(refused.headers.get('x-ratelimit-reset-requests')).toMatch(/^\d+\.\d{3}s$/);
    }
  });

  it('let in no more of those that come at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => chat(n % 2 ? one : two, name(1))));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(LIMIT);
    expect(all.filter(({ status }) => status === 429)).toHaveLength(20 - LIMIT);
  });

  it('count the tokens of a key together', async () => {
    const key = name(5);
    upstream.defaults({ usage: { prompt_tokens: 8, completion_tokens: 4, total_tokens: 12 } });
    // An answer does not wait until its tokens are counted.
    const counted = (tokens: number) =>
      eventually(async () => (await countOf('tokens', 5)) === String(tokens), `${tokens} tokens counted`);
    expect(await header(one, key, 'remaining-tokens')).toBe(TOKENS);
    await counted(12);
    expect(await header(two, key, 'remaining-tokens')).toBe(TOKENS - 12);
    await counted(24);
    const refused = await chat(one, key);
    expect(refused.status).toBe(429);
    expect(refused.body.error).toMatchObject({ code: 'rate_limit_exceeded', type: 'tokens' });
    await eventually(async () => (await countOf('requests', 5)) === '2', 'who was refused is not counted');
  });

  it('count nothing of a key without a limit', async () => {
    await chat(one, name(9));
    expect(await withRedis((client) => client.keys('*limits*key 9*'))).toEqual([]);
  });

  it('take what is no count in Redis for nothing', async () => {
    await chat(one, name(2));
    expect(await countOf('requests', 2)).toBe('1');
    await withRedis(async (client) => {
      await client.set(at('requests', 2), 'garbage');
      await client.lPush(at('requests', 3), 'garbage');
    });
    for (const n of [2, 3]) {
      expect(await statuses(name(n), one, two, one, two, one, two, one)).toEqual([
        ...Array<number>(LIMIT).fill(200),
        429,
      ]);
    }
  });
});

describe('when Redis', () => {
  it('was killed, requests go on, each instance by its own count; they count together again when it is back', async () => {
    await redis.kill();
    for (const service of [one, two]) {
      expect(await statuses(name(6), ...Array<ServiceUnderTest>(LIMIT + 1).fill(service))).toEqual([
        ...Array<number>(LIMIT).fill(200),
        429,
      ]);
    }
    await redis.restart();
    await eventually(async () => {
      await Promise.all([chat(one, name(7)), chat(two, name(7))]);
      return Number(await countOf('requests', 7)) >= 2;
    }, 'both count in Redis again');
  });

  it('is frozen, one request waits a little for it, and then none', async () => {
    /** How many of forty requests took as long as one that waits for Redis. */
    const waiting = async () => {
      let count = 0;
      for (let n = 0; n < 40; n++) {
        const begun = performance.now();
        expect((await chat(one, name(4))).status).toBe(200);
        if (performance.now() - begun >= 80) count++;
      }
      return count;
    };
    // On a busy machine there are some without any fault.
    const usual = await waiting();
    redis.freeze();
    const frozen = await waiting();
    redis.thaw();
    expect(frozen).toBeLessThanOrEqual(usual + 4);
  });
});
