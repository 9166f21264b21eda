import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DASHBOARD_NAMESPACE, type AlertChange } from '@yychat/protocol';
import { io } from 'socket.io-client';
import {
  alertOf,
  marksOf,
  chat,
  createRule,
  historyOf,
  quickRule,
  setChannels,
  untilState,
} from './support/alerts.js';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { keysJson, OPERATOR_KEY, roleKeys } from './support/keys.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';
import { startReceiver, type Receiver } from './support/receiver.js';
import { ADMIN_KEY, startService, type ServiceUnderTest } from './support/service.js';

/** Milliseconds until errors are out of the window, and more. */
const LONG = 60_000;

let setup: Setup;
let service: ServiceUnderTest;
let receiver: Receiver;
beforeEach(async () => {
  const env = { ALERTS_ALLOW_PRIVATE_ADDRESSES: 'true', YYCHAT_API_KEYS_FILE: 'keys.json' };
  [setup, receiver] = await Promise.all([
    startOverSimulator({ env, files: { 'keys.json': keysJson(roleKeys) } }),
    startReceiver(),
  ]);
  ({ service } = setup);
  await setChannels(service, { id: 'hook', type: 'webhook', url: receiver.url });
});
afterEach(() => Promise.all([setup.stop(), receiver.close()]));

const kinds = () => receiver.received.map(({ body }) => body.kind as string);
const fail = async (times = 4) => {
  setup.upstream.defaults({ error: { status: 500 } });
  for (let n = 0; n < times; n++) expect((await chat(service, 'hi')).status).toBe(500);
};
const mend = async (times = 12) => {
  setup.upstream.defaults({});
  for (let n = 0; n < times; n++) expect((await chat(service, 'hi')).status).toBe(200);
};

describe('an alert', () => {
  it(
    'fires, is told to channel, dashboard and Prometheus, and is resolved',
    async () => {
      const heard: AlertChange[] = [];
      const socket = io(service.url + DASHBOARD_NAMESPACE, {
        transports: ['websocket'],
        auth: { token: ADMIN_KEY },
      });
      socket.on('alert', (change: AlertChange) => heard.push(change));
      await createRule(service, quickRule({ labels: { team: 'chat' } }));
      await fail();
      await untilState(service, 'errors', 'firing');
      await eventually(() => kinds().length === 1, 'somebody is told');
      const [first] = receiver.received;
      expect(first?.body).toMatchObject({
        kind: 'fired',
        severity: 'critical',
        title: '[FIRING, critical] Errors',
        alerts: [{ rule_id: 'errors', value: 1, labels: { team: 'chat' } }],
      });
      const now = await send(service, 'GET /v1/alerts');
      expect(now.body.counts).toEqual({ firing: 1, critical: 1, pending: 0 });
      expect(now.body.data[0]).toMatchObject({ ruleId: 'errors', value: 1, incident: { announced: true } });
      await eventually(async () => {
        const { text } = await send(service, 'GET /metrics');
        return text.includes('yychat_alerts_firing{severity="critical"} 1');
      }, 'Prometheus is told');

      await mend();
      await untilState(service, 'errors', 'inactive', LONG);
      await eventually(() => kinds().length === 2, 'somebody is told');
      expect(kinds()).toEqual(['fired', 'resolved']);
      const types = (await historyOf(service, '?rule=errors')).map(({ type }) => type);
      expect(types.filter((type) => type !== 'recovering' && type !== 'relapsed')).toEqual([
        ...['ruleCreated', 'fired', 'announced', 'delivered', 'resolved', 'delivered'],
      ]);
      const own = await marksOf(service);
      expect(own.map(({ type }) => type)).toEqual(['alert.resolved', 'alert.fired']);
      expect(own[1]?.details).toMatchObject({ rule_id: 'errors', severity: 'critical', value: 1 });
      await eventually(() => heard.length === 2, 'the dashboard is told, after a frame');
      expect(heard.map(({ change, rule_id }) => `${change} ${rule_id}`)).toEqual([
        'fired errors',
        'resolved errors',
      ]);
      const { text } = await send(service, 'GET /metrics');
      expect(text).toContain('yychat_alert_deliveries_total{channel="webhook",result="delivered"} 2');
      socket.close();
    },
    LONG + 30_000,
  );

  it('that somebody looks after says who; the first to say so stays', async () => {
    await createRule(service, quickRule());
    await fail();
    await untilState(service, 'errors', 'firing');
    const id = (await alertOf(service, 'errors'))?.incident?.id ?? '';
    const body = { note: 'On it.' };
    const ack = await send(service, `POST /v1/alerts/${id}/ack`, { key: OPERATOR_KEY, body });
    expect(ack.body).toEqual({ id, by: 'operator', note: 'On it.', at: expect.any(Number) });
    expect((await send(service, `POST /v1/alerts/${id}/ack`)).body).toEqual(ack.body);
    expect((await alertOf(service, 'errors'))?.incident?.ack).toEqual(ack.body);
    expect(await historyOf(service, `?incident=${id}&type=acked`)).toMatchObject([
      { actor: 'operator', reason: 'On it.' },
    ]);
  });

  it('that is silenced tells nobody until the silence ends', async () => {
    const { body: silence } = await send(service, 'POST /v1/alerts/silences', {
      body: { match: { rule: 'errors' }, endsAt: Date.now() + 3_600_000, reason: 'A test.' },
    });
    await createRule(service, quickRule());
    await fail();
    await untilState(service, 'errors', 'firing');
    await eventually(async () => {
      const { suppressions } = (await alertOf(service, 'errors'))?.incident ?? {};
      return suppressions?.[0]?.kind === 'silenced' && suppressions[0].reason === 'admin: A test.';
    }, 'it is silenced');
    expect(receiver.received).toEqual([]);
    await send(service, `DELETE /v1/alerts/silences/${silence.id}`);
    await eventually(() => kinds().length === 1, 'somebody is told');
    expect(kinds()).toEqual(['fired']);
  });

  it('whose message did not arrive is told later, once, under the same key', async () => {
    receiver.answer = { status: 503, text: '' };
    await createRule(service, quickRule());
    await fail();
    await eventually(() => receiver.received.length === 2, 'it was tried twice', 30_000);
    const { body } = await send(service, 'GET /v1/alerts/channels');
    expect(body.data[0]).toMatchObject({ waiting: 1, deliveries: { lastError: { code: 'http_503' } } });
    receiver.answer = { status: 200, text: '' };
    await eventually(
      async () => {
        const { body } = await send(service, 'GET /v1/alerts/channels');
        return body.data[0].waiting === 0 && body.data[0].deliveries.delivered === 1;
      },
      'it has arrived',
      30_000,
    );
    expect(new Set(receiver.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    const types = (await historyOf(service, '?type=deliveryFailed,delivered')).map(({ type }) => type);
    expect(types).toEqual(['deliveryFailed', 'delivered']);
  });

  it('goes on after a restart, and is told no second time', async () => {
    await createRule(service, quickRule({ keepFiringFor: '10m' }));
    await fail();
    await eventually(() => kinds().length === 1, 'somebody is told', 30_000);
    const before = await alertOf(service, 'errors');
    service.signal('SIGTERM');
    expect(await service.exited()).toBe(0);
    const again = await startService({
      OPENAI_BASE_URL: setup.upstream.baseURL,
      OPENAI_API_KEY: 'sk-test-0123456789',
      ALERTS_ALLOW_PRIVATE_ADDRESSES: 'true',
      YYCHAT_DATA_DIR: service.dataDir,
    });
    try {
      await eventually(async () => {
        const after = await alertOf(again, 'errors');
        return (after?.evaluatedAt ?? 0) > (before?.evaluatedAt ?? Infinity);
      }, 'it is evaluated again');
      const after = await alertOf(again, 'errors');
      expect(after).toMatchObject({ incident: { id: before?.incident?.id, announced: true } });
      expect(['firing', 'recovering']).toContain(after?.state);
      expect((await send(again, 'GET /v1/alerts')).body.counts).toMatchObject({ firing: 1, critical: 1 });
      expect(kinds()).toEqual(['fired']);
    } finally {
      await again.stop();
    }
  });
});
