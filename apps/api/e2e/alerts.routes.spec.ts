import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AlertHistory, AlertRule, AlertView, InvalidField } from '@yychat/protocol';
import { historyOf, quickRule } from './support/alerts.js';
import { eventually } from './support/eventually.js';
import { send, type HttpOptions } from './support/http.js';
import { CLIENT_KEY, keysJson, OPERATOR_KEY, roleKeys } from './support/keys.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';

let setup: Setup;
beforeAll(async () => {
  const files = { 'keys.json': keysJson(roleKeys) };
  setup = await startOverSimulator({ env: { YYCHAT_API_KEYS_FILE: 'keys.json' }, files });
});
afterAll(() => setup.stop());

const ask = (route: string, options?: HttpOptions) => send(setup.service, route, options);
const DAY = 86_400_000;

describe('roles', () => {
  const read = ['/v1/alerts', '/v1/alerts/rules', '/v1/alerts/rules/error-rate', '/v1/alerts/history']
    .concat('/v1/alerts/silences', '/v1/alerts/channels', '/v1/alerts/signals')
    .map((path) => `GET ${path}`);
  const operate = ['POST /v1/alerts/none/ack', 'POST /v1/alerts/silences', 'DELETE /v1/alerts/silences/none'];
  const change = [
    'POST /v1/alerts/rules',
    'PUT /v1/alerts/rules/none',
    'DELETE /v1/alerts/rules/none',
  ].concat('PUT /v1/alerts/channels', 'POST /v1/alerts/channels/none/test');

  it.each([...read, ...operate, ...change, 'POST /v1/alerts/rules/preview'])(
    '%s: nobody without a key, no client',
    async (route) => {
      const body = route.startsWith('GET') ? {} : { body: {} };
      expect((await ask(route, { key: null, ...body })).status).toBe(401);
      const refused = await ask(route, { key: CLIENT_KEY, ...body });
      expect([refused.status, refused.body.error.code]).toEqual([403, 'insufficient_role']);
    },
  );

  it.each(read)('%s: operators', async (route) => {
    expect((await ask(route, { key: OPERATOR_KEY })).status).toBe(200);
  });

  it.each([...operate, 'POST /v1/alerts/rules/preview'])('%s: operators, too', async (route) => {
    const body = route.startsWith('DELETE') ? {} : { body: {} };
    expect([400, 404]).toContain((await ask(route, { key: OPERATOR_KEY, ...body })).status);
  });

  it.each(change)('%s: no operator', async (route) => {
    const body = route.startsWith('DELETE') ? {} : { body: {} };
    expect((await ask(route, { key: OPERATOR_KEY, ...body })).status).toBe(403);
    expect([400, 404]).toContain((await ask(route, body)).status);
  });
});

describe('rules', () => {
  it('to begin with are there, and quiet', async () => {
    const { body } = await ask('GET /v1/alerts/rules');
    const ids = (body.data as AlertRule[]).map(({ id }) => id);
    expect(ids).toEqual([
      ...['cache-hit-rate', 'engine-down', 'error-budget', 'error-rate'],
      ...['memory-lag', 'redis-down', 'slow-answers', 'slow-first-token'],
    ]);
    const now = await ask('GET /v1/alerts');
    expect(now.body.counts).toEqual({ firing: 0, critical: 0, pending: 0 });
    expect(new Set((now.body.data as AlertView[]).map(({ ruleId }) => ruleId))).toEqual(new Set(ids));
  });

  it('are created with their defaults, changed, and deleted; the history has who did it', async () => {
    const created = await ask('POST /v1/alerts/rules', { body: quickRule({ id: 'mine' }) });
    expect([created.status, created.body]).toMatchObject([
      201,
      { id: 'mine', version: 1, signal: { window: 10 }, repeat: { every: 14_400, max: 3 }, channels: 'all' },
    ]);
    expect((await ask('GET /v1/alerts/rules/mine')).body).toEqual(created.body);
    const changed = await ask('PUT /v1/alerts/rules/mine', { body: { ...created.body, name: 'Mine' } });
    expect([changed.status, changed.body]).toMatchObject([200, { name: 'Mine', version: 2 }]);
    const gone = await ask('DELETE /v1/alerts/rules/mine');
    expect([gone.status, gone.body]).toEqual([
      200,
      { object: 'alert.rule.deleted', id: 'mine', deleted: true },
    ]);
    expect((await ask('GET /v1/alerts/rules/mine')).status).toBe(404);
    expect(await historyOf(setup.service, '?rule=mine')).toMatchObject([
      { type: 'ruleCreated', actor: 'admin' },
      { type: 'ruleChanged', actor: 'admin', detail: { fields: ['name'] } },
      { type: 'ruleDeleted', actor: 'admin' },
    ]);
  });

  it('are changed by one at a time', async () => {
    const { body: rule } = await ask('POST /v1/alerts/rules', { body: quickRule({ id: 'shared' }) });
    const answers = await Promise.all(
      ['a', 'b'].map((name) => ask('PUT /v1/alerts/rules/shared', { body: { ...rule, name } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = answers.find(({ status }) => status === 409);
    expect(lost?.body.error).toMatchObject({
      type: 'conflict_error',
      param: 'version',
      code: 'alert_conflict',
    });
    const again = await ask('POST /v1/alerts/rules', { body: quickRule({ id: 'shared' }) });
    expect([again.status, again.body.error.param]).toEqual([409, 'id']);
  });

  it.each<[string, object]>([
    ['id', { id: 'no id' }],
    ['name', { name: '' }],
    ['signal.metric', { signal: { metric: 'nonsense', agg: 'ratio' } }],
    ['signal.agg', { signal: { metric: 'error_rate', agg: 'p95' } }],
    ['signal.window', { signal: { metric: 'error_rate', agg: 'ratio', window: '5 minutes' } }],
    ['condition.clear', { condition: { type: 'threshold', op: '>', value: 0.5, clear: 0.6 } }],
    ['condition.type', { condition: { type: 'guess' } }],
    ['for', { for: -1 }],
    ['scope.engine', { scope: {}, action: { type: 'switch_engine', to: 'chat_engine' } }],
    ['inhibitedBy.0', { inhibitedBy: ['nobody'] }],
    ['channels.0', { channels: ['nowhere'] }],
    ['muteTimes.0.zone', { muteTimes: [{ from: '00:00', to: '06:00', zone: 'Mars/Olympus' }] }],
    ['runbookUrl', { runbookUrl: 'javascript:alert(1)' }],
    ['surprise', { surprise: true }],
  ])('that cannot be valid are refused with the name of the field: %s', async (param, more) => {
    const rule = { ...quickRule({ id: 'bad' }), ...more };
    const made = await ask('POST /v1/alerts/rules', { body: rule });
    expect([made.status, made.body.error]).toMatchObject([
      400,
      { param, type: 'invalid_request_error', code: 'invalid_alert_rule' },
    ]);
    // For forms, every field with a code and words.
    const [field] = made.body.error.fields as readonly InvalidField[];
    expect(field).toEqual({
      param,
      code: expect.any(String),
      message: expect.any(String),
      values: expect.any(Object),
    });
    expect(field?.message).not.toMatch(/expected string|Invalid input|Too small/);
    const tried = await ask('POST /v1/alerts/rules/preview', { body: { rule } });
    expect([tried.status, tried.body.error.param]).toEqual([400, `rule.${param}`]);
  });

  it('are not changed without the version that was read', async () => {
    const { status, body } = await ask('PUT /v1/alerts/rules/error-rate', { body: quickRule() });
    expect([status, body.error.param]).toEqual([400, 'version']);
  });
});

describe('a preview', () => {
  it('holds a rule against the one in force', async () => {
    for (let n = 0; n < 5; n++) setup.upstream.enqueue({ error: { status: 500 } });
    for (let n = 0; n < 5; n++) {
      await ask('POST /v1/chat/completions', { body: { messages: [{ role: 'user', content: 'hi' }] } });
    }
    await ask('POST /v1/alerts/rules', { body: quickRule({ id: 'tried' }) });
    const from = Date.now() - 60_000;
    const quiet = quickRule({ id: 'tried', minSamples: 50 });
    // What is being measured counts once its ten seconds are over.
    const preview = () => ask('POST /v1/alerts/rules/preview', { body: { rule: quiet, from } });
    await eventually(async () => (await preview()).body.present.incidentCount === 1, 'it fired', 20_000);
    expect((await preview()).body).toMatchObject({
      candidate: { incidentCount: 0, notifications: { fired: 0 } },
      present: { incidentCount: 1, notifications: { fired: 1 }, step: 1 },
      added: [],
      gone: [{ peak: 1, announced: true }],
    });
    const { body: fresh } = await ask('POST /v1/alerts/rules/preview', {
      body: { rule: quickRule({ id: 'new' }), from: new Date(from).toISOString() },
    });
    expect(fresh).toMatchObject({ candidate: { incidentCount: 1 }, present: null, gone: [] });
    expect(fresh.added).toHaveLength(1);
    expect((await ask('GET /v1/alerts/rules/new')).status).toBe(404);
  });

  it.each<[string, object]>([
    ['rule', {}],
    ['from', { rule: quickRule(), from: 'yesterday' }],
    ['from', { rule: quickRule(), from: Date.now() + DAY }],
    ['from', { rule: quickRule(), from: Date.now() - 8 * DAY }],
    ['to', { rule: quickRule(), to: -1 }],
  ])('of what cannot be is refused with the name of the field: %s', async (param, body) => {
    const answer = await ask('POST /v1/alerts/rules/preview', { body });
    expect([answer.status, answer.body.error.param]).toEqual([400, param]);
  });
});

describe('silences', () => {
  it('begin, are listed, and end; the history has who and why', async () => {
    const endsAt = new Date(Date.now() + DAY).toISOString();
    const body = { match: { rule: 'error-rate' }, endsAt, reason: 'Moving house.' };
    const made = await ask('POST /v1/alerts/silences', { key: OPERATOR_KEY, body });
    expect([made.status, made.body]).toMatchObject([
      201,
      { match: body.match, endsAt: Date.parse(endsAt), createdBy: 'operator', id: expect.any(String) },
    ]);
    expect((await ask('GET /v1/alerts/silences')).body.data).toEqual([made.body]);
    const ended = await ask(`DELETE /v1/alerts/silences/${made.body.id}`);
    expect(ended.body).toEqual({ object: 'alert.silence.deleted', id: made.body.id, deleted: true });
    const [silence] = (await ask('GET /v1/alerts/silences')).body.data;
    expect(silence.endsAt).toBeLessThanOrEqual(Date.now());
    expect(await historyOf(setup.service, '?type=silenceCreated,silenceEnded')).toMatchObject([
      { actor: 'operator', reason: 'Moving house.' },
      { actor: 'admin', detail: { id: made.body.id } },
    ]);
  });

  it.each<[string, object]>([
    ['match', { match: {}, endsAt: Date.now() + DAY, reason: 'x' }],
    ['match.rules', { match: { rules: 'x' }, endsAt: Date.now() + DAY, reason: 'x' }],
    ['endsAt', { match: { rule: 'x' }, endsAt: 'tomorrow', reason: 'x' }],
    ['endsAt', { match: { rule: 'x' }, endsAt: Date.now() + 100 * DAY, reason: 'x' }],
    ['reason', { match: { rule: 'x' }, endsAt: Date.now() + DAY }],
  ])('that cannot be are refused with the name of the field: %s', async (param, body) => {
    const answer = await ask('POST /v1/alerts/silences', { body });
    expect([answer.status, answer.body.error]).toMatchObject([400, { param, code: 'invalid_silence' }]);
  });
});

describe('the history', () => {
  it('is read page by page', async () => {
    for (const id of ['p1', 'p2', 'p3']) await ask('POST /v1/alerts/rules', { body: quickRule({ id }) });
    const pages: (string | undefined)[][] = [];
    for (let before = ''; ;) {
      const { body } = await ask(`GET /v1/alerts/history?type=ruleCreated&limit=2${before}`);
      const { data, has_more: hasMore } = body as AlertHistory;
      pages.push(data.map(({ ruleId }) => ruleId));
      if (!hasMore) break;
      before = `&before=${data.at(-1)?.sequence ?? 0}`;
    }
    expect(pages[0]).toEqual(['p3', 'p2']);
    expect(pages[1]?.[0]).toBe('p1');
    const all = (await historyOf(setup.service, '?type=ruleCreated')).map(({ ruleId }) => ruleId);
    expect(pages.flat()).toEqual(all.toReversed());
  });

  it.each(['limit=0', 'limit=501', 'limit=x', 'before=-1', 'type=nonsense', 'rule='])(
    'refuses %s with the name of the parameter',
    async (query) => {
      const { status, body } = await ask(`GET /v1/alerts/history?${query}`);
      expect([status, body.error.param]).toEqual([400, query.split('=')[0]]);
    },
  );
});

it('an alert that is not open cannot be acknowledged', async () => {
  const { status, body } = await ask('POST /v1/alerts/none/ack', { body: {} });
  expect([status, body.error]).toMatchObject([404, { code: 'alert_not_found', type: 'not_found_error' }]);
});

it('the docs have every route', async () => {
  const { body } = await ask('GET /docs-json', { key: null });
  const routes = Object.entries(body.paths as Record<string, object>)
    .filter(([path]) => path.startsWith('/v1/alerts'))
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
  expect(routes).toHaveLength(16);
});
