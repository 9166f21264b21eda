import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres, type PostgresServer } from '@yychat/services';
import { startSimulator, type Simulator } from '@yychat/simulator';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { makeDirectory, startService, StartedProcess, type ServiceUnderTest } from './support/service.js';

let postgres: PostgresServer;
let upstream: Simulator;
let databaseUrl: string;
const services: ServiceUnderTest[] = [];

beforeAll(async () => {
  [postgres, upstream] = await Promise.all([startPostgres(), startSimulator()]);
  databaseUrl = await postgres.createDatabase();
  const env = {
    OPENAI_BASE_URL: upstream.baseURL,
    OPENAI_API_KEY: 'sk-test-0123456789',
    DATABASE_URL: databaseUrl,
    MEMORY_RETRIEVAL_TIMEOUT: '0.3',
  };
  // At once: one of them makes the tables, the other waits for that.
  services.push(...(await Promise.all([startService(env), startService(env)])));
}, 60_000);
afterAll(async () => {
  for (const service of services) await service.stop();
  await Promise.all([postgres.stop(), upstream.close()]);
});

const chat = (service: ServiceUnderTest, content: string, conversation_id?: string) =>
  send(service, 'POST /v1/chat/completions', {
    body: {
      messages: [{ role: 'user', content }],
      ...(conversation_id !== undefined && { conversation_id }),
    },
  });

describe('two instances on one PostgreSQL', () => {
  it('share what was said, and its end', async () => {
    const [one, two] = services as [ServiceUnderTest, ServiceUnderTest];
    await chat(one, 'My cat is called Minka.', 'c');
    const answer = await chat(two, 'What is the name of my cat?', 'c');
    expect(answer.headers.get('x-yychat-memory')).toBe('hit');
    expect(JSON.stringify(upstream.requests.filter(({ body }) => 'messages' in body).at(-1)?.body)).toContain(
      'Minka',
    );
    const { body } = await send(two, 'GET /v1/conversations/c/messages?order=asc');
    expect((body.data as readonly { role: string }[]).map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
    ]);
    await send(one, 'DELETE /v1/conversations/c/memory');
    const after = await chat(two, 'What is the name of my cat?', 'c');
    expect(after.headers.get('x-yychat-memory')).toBe('miss');
  });

  it('use embeddings, where the database has pgvector and the upstream has a model for them', async () => {
    const { body } = await send(services[0]!, 'GET /v1/conversations/c/memory');
    expect(body.recall.embeddings.status).not.toBe('off');
  });
});

describe('mem0_proxy over it', () => {
  const mem0 = { engine: 'mem0_proxy' };
  const factsOf = async (service: ServiceUnderTest, id: string) => {
    const { body } = await send(service, `GET /v1/conversations/${id}/memory?engine=mem0_proxy`);
    return (body.data as readonly { memory: string }[]).map(({ memory }) => memory);
  };

  it('keeps its facts there: one instance extracts them, each recalls them, and deletes them', async () => {
    const [one, two] = services as [ServiceUnderTest, ServiceUnderTest];
    // Without Redis each instance has an engine of its own in force.
    await send(one, 'POST /v1/engines/switch', { body: { engine_name: mem0.engine } });
    await chat(one, 'My parrot is called Kiwi.', 'parrot');
    await eventually(async () => (await factsOf(two, 'parrot')).length === 1, 'the fact is there', 20_000);
    expect(await factsOf(two, 'parrot')).toEqual(['My parrot is called Kiwi.']);
    const answer = await send(two, 'POST /v1/chat/completions', {
      body: {
        messages: [{ role: 'user', content: 'What is my parrot called?' }],
        conversation_id: 'parrot',
        ...mem0,
      },
    });
    expect([answer.headers.get('x-yychat-engine'), answer.headers.get('x-yychat-memory')]).toEqual([
      'mem0_proxy',
      'hit',
    ]);
    await send(two, 'DELETE /v1/conversations/parrot/memory');
    expect(await factsOf(one, 'parrot')).toEqual([]);
    await send(one, 'POST /v1/engines/switch', { body: { engine_name: 'chat_engine' } });
  }, 60_000);
});

describe('a PostgreSQL that is frozen', () => {
  it('holds up no turn for longer than recall may take, and acknowledges no turn that it did not take', async () => {
    const [service] = services as [ServiceUnderTest];
    postgres.freeze();
    const [kept, stateless] = await Promise.all([chat(service, 'Hello.', 'd'), chat(service, 'Hello.')]);
    expect(stateless.status).toBe(200);
    expect([kept.status, kept.body.error.code]).toEqual([503, 'conversation_log_unavailable']);
    const messages = await send(service, 'GET /v1/conversations/d/messages');
    expect([messages.status, messages.body.error.code]).toEqual([503, 'conversation_log_unavailable']);
    postgres.thaw();
    await eventually(async () => (await chat(service, 'Hello.', 'e')).status === 200, 'turns are kept again');
  }, 60_000);

  it('is back after a restart', async () => {
    const [service] = services as [ServiceUnderTest];
    await postgres.restart();
    await eventually(
      async () => (await chat(service, 'Hello.', 'f')).status === 200,
      'turns are kept again',
      15_000,
    );
  }, 60_000);
});

describe('a database that cannot be used', () => {
  it('ends the process at its start, with a line that names the setting and no password', async () => {
    const url = new URL(databaseUrl);
    const { password } = url;
    url.pathname = '/nowhere';
    const started = new StartedProcess({ PORT: '0', DATABASE_URL: url.href }, await makeDirectory({}));
    expect(await started.exited()).toBe(1);
    expect(started.err).toMatch(/DATABASE_URL: /);
    expect(password.length).toBeGreaterThan(0);
    expect(started.out + started.err).not.toContain(password);
  }, 30_000);
});
