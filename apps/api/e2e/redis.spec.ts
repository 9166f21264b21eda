import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@keyv/redis';
import { startRedis, type RedisServer } from '@yychat/services';
import { startSimulator, type Simulator } from '@yychat/simulator';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { startService, type ServiceUnderTest } from './support/service.js';

let redis: RedisServer;
let upstream: Simulator;
const services: ServiceUnderTest[] = [];
const PASSWORD = 'redis-password-0123456789';

const start = async (env: Readonly<Record<string, string>> = {}) => {
  const service = await startService({
    OPENAI_BASE_URL: upstream.baseURL,
    OPENAI_API_KEY: 'sk-test-0123456789',
    USE_REDIS_CACHE: 'true',
    REDIS_PORT: String(redis.port),
    REDIS_HOST: '127.0.0.1',
    REDIS_PASSWORD: PASSWORD,
    ...env,
  });
  services.push(service);
  return service;
};
beforeAll(async () => {
  [redis, upstream] = await Promise.all([
    startRedis({ args: ['--requirepass', PASSWORD] }),
    startSimulator(),
  ]);
  await Promise.all([start(), start()]);
});
afterAll(async () => {
  for (const service of services) await service.stop();
  await Promise.all([redis.stop(), upstream.close()]);
});

const chat = (service: ServiceUnderTest, content: string, conversation_id = 'c') =>
  send(service, 'POST /v1/chat/completions', {
    body: { messages: [{ role: 'user', content }], conversation_id },
  });
const ready = async (service: ServiceUnderTest) => send(service, 'GET /readyz', { key: null });
const redisStatus = async (service: ServiceUnderTest) =>
  (await ready(service)).body.dependencies.redis?.status as string;
/** Whether a word is in any text that Redis has. */
async function redisHolds(word: string): Promise<boolean> {
  const client = createClient({ url: redis.url, password: PASSWORD });
  await client.connect();
  try {
    for (const key of await client.keys('*')) {
      if ((await client.type(key)) === 'string' && (await client.get(key))?.includes(word)) return true;
    }
    return false;
  } finally {
    await client.close();
  }
}
const untilRedisIs = (status: string, service: ServiceUnderTest) =>
  eventually(async () => (await redisStatus(service)) === status, `Redis is ${status}`);

describe('two instances on one Redis', () => {
  it('have one engine in force, with one epoch and one history', async () => {
    const [one, two] = await Promise.all(services.map((service) => send(service, 'GET /v1/engines/current')));
    expect(one!.body).toEqual(two!.body);
    const { body } = await send(services[0]!, 'POST /v1/engines/switch', {
      body: { engine_name: 'chat_engine' },
    });
    expect(body.instances).toHaveLength(2);
    expect(body.instances).toEqual(Array(2).fill({ id: expect.any(String), acknowledged: true }));
    const history = await send(services[1]!, 'GET /v1/engines/history');
    expect(history.body.data).toHaveLength(1);
  });
});

it('holds no word of a conversation that was deleted', async () => {
  const [one, two] = services as [ServiceUnderTest, ServiceUnderTest];
  await chat(one, 'My cat is called Minka.', 'deleted');
  // On a busy machine a retrieval may come too late to be kept.
  await eventually(async () => {
    await chat(one, 'What is the name of my cat?', 'deleted');
    return redisHolds('Minka');
  }, 'a retrieval is in Redis');
  await send(two, 'DELETE /v1/conversations/deleted/memory');
  expect(await redisHolds('Minka')).toBe(false);
});

describe('a Redis that', () => {
  it.each<[string, () => Promise<void> | void, () => Promise<void> | void]>([
    ['is frozen', () => redis.freeze(), () => redis.thaw()],
    ['was killed', () => redis.kill(), () => redis.restart()],
  ])('%s fails no chat; the service says so, and is well again when it is back', async (_, harm, mend) => {
    const [service] = services as [ServiceUnderTest];
    await untilRedisIs('up', service);
    await harm();
    for (let n = 0; n < 20; n += 1) {
      const answer = await chat(service, `Number ${n}.`);
      expect(answer.status).toBe(200);
      expect(['hit', 'miss']).toContain(answer.headers.get('x-yychat-memory'));
    }
    await untilRedisIs('degraded', service);
    const { status, body } = await ready(service);
    expect([status, body.status]).toEqual([200, 'degraded']);
    await mend();
    await untilRedisIs('up', service);
  });

  it('is not there when the service starts is no hindrance', async () => {
    await redis.kill();
    const service = await start();
    expect((await chat(service, 'Hello.')).status).toBe(200);
    expect(await redisStatus(service)).toBe('degraded');
    await redis.restart();
    await untilRedisIs('up', service);
    await eventually(async () => {
      const all = await Promise.all(services.map((each) => send(each, 'GET /v1/engines/current')));
      return new Set(all.map(({ body }) => body.epoch as number)).size === 1;
    }, 'all have one epoch');
  });

  it('keeps its password out of all that is written and said', async () => {
    const wrong = await start({ REDIS_PASSWORD: 'wrong-password-0123456789' });
    expect((await chat(wrong, 'Hello.')).status).toBe(200);
    const said = await ready(wrong);
    for (const service of services) {
      const written = service.stdout() + service.stderr() + said.text;
      expect(written).not.toContain(PASSWORD);
      expect(written).not.toContain('wrong-password');
    }
    expect(said.body.dependencies.redis).toMatchObject({ status: 'degraded', reason: expect.any(String) });
  });
});
