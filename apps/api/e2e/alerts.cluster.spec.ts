import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  chat,
  createRule,
  historyOf,
  quickRule,
  setChannels,
  untilState,
  countsOf,
  marksOf,
} from './support/alerts.js';
import { startCluster, type Cluster } from './support/cluster.js';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { startReceiver, type Receiver } from './support/receiver.js';
import type { ServiceUnderTest } from './support/service.js';

let cluster: Cluster;
let receiver: Receiver;
beforeAll(async () => {
  [cluster, receiver] = await Promise.all([
    startCluster(3, { ALERTS_ALLOW_PRIVATE_ADDRESSES: 'true', OPENAI_EMBEDDING_MODEL: 'none' }),
    startReceiver(),
  ]);
}, 60_000);
afterAll(() => Promise.all([cluster.stop(), receiver.close()]));

const evaluates = async (service: ServiceUnderTest) =>
  /^yychat_alert_evaluation_duration_seconds /m.test((await send(service, 'GET /metrics')).text);

it('one of three instances evaluates; when it is killed another does within 5 s, and nobody is told twice', async () => {
  const services = cluster.instances;
  await setChannels(services[1]!, { id: 'hook', type: 'webhook', url: receiver.url });
  await createRule(services[2]!, quickRule({ keepFiringFor: '15s' }));
  cluster.upstream.defaults({ error: { status: 500 } });
  for (let n = 0; n < 6; n++) await chat(services[n % 3]!, 'hi');
  await eventually(() => receiver.received.length === 1, 'somebody is told', 30_000);

  const evaluating = await Promise.all(services.map(evaluates));
  expect(evaluating.filter(Boolean)).toHaveLength(1);
  for (const service of services) {
    await eventually(async () => (await countsOf(service)).critical === 1, 'every instance knows');
    const [fired] = await historyOf(service, '?type=fired');
    expect(fired).toMatchObject({ ruleId: 'errors', value: 1 });
  }
  const rest = services.filter((_, i) => !evaluating[i]);
  const killed = Date.now();
  services[evaluating.indexOf(true)]?.signal('SIGKILL');
  await eventually(
    async () => (await Promise.all(rest.map(evaluates))).some(Boolean),
    'another instance evaluates',
    10_000,
  );
  expect(Date.now() - killed).toBeLessThan(5_000);

  cluster.upstream.defaults({});
  for (let n = 0; n < 20; n++) expect((await chat(rest[n % 2]!, 'hi')).status).toBe(200);
  await untilState(rest[0]!, 'errors', 'inactive', 60_000);
  await eventually(() => receiver.received.length === 2, 'the end is told');
  expect(receiver.received.map(({ body }) => body.kind as string)).toEqual(['fired', 'resolved']);
  for (const service of rest)
    await eventually(async () => (await countsOf(service)).firing === 0, 'every instance knows');
  await eventually(async () => (await marksOf(rest[0]!)).length === 2, 'both are marked');
  expect((await marksOf(rest[0]!)).map(({ type }) => type)).toEqual(['alert.resolved', 'alert.fired']);
}, 150_000);

it('has all rules again after Redis has lost what it had', async () => {
  const ruleIds = async (service: ServiceUnderTest) => {
    const answer = await send(service, 'GET /v1/alerts/rules').catch(() => undefined);
    return answer?.status === 200 ? (answer.body.data as { id: string }[]).map(({ id }) => id) : [];
  };
  await cluster.redis.restart();
  await eventually(
    async () => {
      const known = await Promise.all(cluster.instances.map(ruleIds));
      // One of the three was killed.
      return known.filter((ids) => ids.includes('engine-down') && ids.includes('errors')).length === 2;
    },
    'both instances have them',
    30_000,
  );
}, 60_000);
