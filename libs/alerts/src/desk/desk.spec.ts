import { beforeEach, describe, expect, it } from '@jest/globals';
import { FixedEngines } from '../fixtures/fixed-engines.js';
import { ManualClock } from '../fixtures/manual-clock.js';
import { bad, ruleOf } from '../fixtures/rules.js';
import { ScriptedSource } from '../fixtures/scripted-source.js';
import { AlertEvaluator } from '../evaluator/alert-evaluator.js';
import { DEFAULT_RULES, SIGNALS } from '../rule/default-rules.js';
import { MemoryAlertStore } from '../store/memory-alert-store.js';
import { acknowledge } from './acknowledge.js';
import { readAlerts } from './alert-view.js';
import { RuleBook } from './rule-book.js';
import { SilenceBook } from './silence-book.js';

let store: MemoryAlertStore;
let clock: ManualClock;
let rules: RuleBook;
let silences: SilenceBook;

beforeEach(() => {
  store = new MemoryAlertStore();
  clock = new ManualClock();
  rules = new RuleBook({ store, clock });
  let ids = 0;
  silences = new SilenceBook({ store, clock, newId: () => `s${++ids}` });
});

const input = (more: object = {}) => ({
  id: 'slow',
  name: 'Slow',
  signal: { metric: 'total_time', agg: 'p95' },
  condition: { type: 'threshold', op: '>', value: 5 },
  ...more,
});
const audit = async () => (await store.history({})).map(({ type, actor }) => `${type} ${actor ?? ''}`);

describe('rules', () => {
  it('are made, read, changed and removed, with who did it', async () => {
    await rules.create(input(), 'ann');
    const changed = await rules.replace('slow', input({ version: 1, for: '5m' }), 'bob');
    expect(changed).toMatchObject({ version: 2, for: 300 });
    expect(await rules.get('slow')).toEqual(changed);
    await rules.remove('slow', 'cid');
    expect(await rules.list()).toEqual([]);
    expect(await audit()).toEqual(['ruleDeleted cid', 'ruleChanged bob', 'ruleCreated ann']);
    expect((await store.history({ types: ['ruleChanged'] }))[0]?.detail).toMatchObject({ fields: ['for'] });
  });

  it('begin at version 1, whatever is given', async () => {
    expect((await rules.create(input({ version: 7 }), 'ann')).version).toBe(1);
  });

  it('are not changed from an older version, or without saying from which', async () => {
    await rules.create(input(), 'ann');
    await rules.replace('slow', input({ version: 1, for: 10 }), 'ann');
    await expect(rules.replace('slow', input({ version: 1, for: 20 }), 'bob')).rejects.toMatchObject({
      status: 409,
      param: 'version',
    });
    await expect(rules.replace('slow', input(), 'bob')).rejects.toMatchObject({
      status: 400,
      param: 'version',
    });
    expect((await rules.get('slow')).for).toBe(10);
  });

  it('keep the id that they are asked for by', async () => {
    await rules.create(input(), 'ann');
    expect(await rules.replace('slow', input({ id: 'other', version: 1 }), 'ann')).toMatchObject({
      id: 'slow',
    });
  });

  it('that there are not cannot be read, changed or removed', async () => {
    for (const asked of [
      rules.get('x'),
      rules.replace('x', input({ version: 1 }), 'ann'),
      rules.remove('x', 'ann'),
    ]) {
      await expect(asked).rejects.toMatchObject({ status: 404, code: 'alert_rule_not_found' });
    }
  });

  it('have ids of their own', async () => {
    await rules.create(input(), 'ann');
    await expect(rules.create(input(), 'ann')).rejects.toMatchObject({ status: 409, param: 'id' });
  });

  it.each<[string, object, string]>([
    ['a channel that there is not', { channels: ['mail'] }, 'channels.0'],
    ['a rule to inhibit it that there is not', { inhibitedBy: ['down'] }, 'inhibitedBy.0'],
    ['a metric that there is not', { signal: { metric: 'speed', agg: 'p95' } }, 'signal.metric'],
    [
      'an aggregation that the metric does not have',
      { signal: { metric: 'error_rate', agg: 'p95' } },
      'signal.agg',
    ],
  ])('with %s are refused by the name of the field', async (_, more, param) => {
    const strict = new RuleBook({ store, clock, catalog: SIGNALS });
    await expect(strict.create(input(more), 'ann')).rejects.toMatchObject({ status: 400, param });
  });

  it('that would silence each other are refused', async () => {
    await rules.create(input({ id: 'a' }), 'ann');
    await rules.create(input({ id: 'b', inhibitedBy: ['a'] }), 'ann');
    await expect(rules.replace('a', input({ inhibitedBy: ['b'], version: 1 }), 'ann')).rejects.toMatchObject({
      param: 'inhibitedBy',
      message: expect.stringContaining('a → b → a'),
    });
  });

  it('to begin with are put in once, and stay away once removed', async () => {
    await rules.seed(DEFAULT_RULES);
    expect(await rules.list()).toHaveLength(DEFAULT_RULES.length);
    for (const { id } of await rules.list()) await rules.remove(id, 'ann');
    await rules.seed(DEFAULT_RULES);
    expect(await rules.list()).toEqual([]);
  });

  it('to begin with are valid among each other and for the signals that there are', async () => {
    const strict = new RuleBook({ store, clock, catalog: SIGNALS });
    await rules.seed(DEFAULT_RULES);
    for (const rule of DEFAULT_RULES) expect((await strict.check(rule)).id).toBe(rule.id);
  });
});

describe('silences', () => {
  const silence = (more: object = {}) => ({
    match: { rule: 'slow' },
    endsAt: clock.now() + 60_000,
    reason: 'work',
    ...more,
  });

  it('begin now, unless they say when', async () => {
    expect(await silences.create(silence(), 'ann')).toMatchObject({
      id: 's1',
      startsAt: clock.now(),
      createdBy: 'ann',
    });
    const iso = { startsAt: '2030-01-01T00:00:00Z', endsAt: '2030-01-01T01:00:00+00:00' };
    expect(await silences.create(silence(iso), 'ann')).toMatchObject({
      startsAt: Date.parse('2030-01-01T00:00:00Z'),
    });
  });

  it.each<[string, object, string]>([
    ['no match', { match: {} }, 'match'],
    ['no reason', { reason: ' ' }, 'reason'],
    ['an end before its beginning', { endsAt: 5 }, 'endsAt'],
    ['no end', { endsAt: undefined }, 'endsAt'],
    ['another field', { until: 5 }, 'until'],
  ])('with %s are refused by the name of the field', async (_, more, param) => {
    await expect(silences.create(silence(more), 'ann')).rejects.toMatchObject({ status: 400, param });
  });

  it('can be ended early; one that had not begun never was', async () => {
    const { id } = await silences.create(silence(), 'ann');
    const later = await silences.create(silence({ startsAt: clock.now() + 1_000 }), 'ann');
    clock.advance(500);
    await silences.end(id, 'bob');
    await silences.end(later.id, 'bob');
    expect(await silences.list()).toMatchObject([{ id, endsAt: clock.now() }]);
    await expect(silences.end('s9', 'bob')).rejects.toMatchObject({ status: 404 });
    expect((await audit()).slice(0, 2)).toEqual(['silenceEnded bob', 'silenceEnded bob']);
  });

  it('are forgotten a week after their end', async () => {
    await silences.create(silence(), 'ann');
    clock.advance(8 * 86_400_000);
    const { id } = await silences.create(silence(), 'ann');
    expect((await silences.list()).map((one) => one.id)).toEqual([id]);
  });
});

describe('alerts now', () => {
  async function fire(): Promise<string> {
    await store.commit({
      writes: ['errors', 'quiet'].map(
        (id) => ({ collection: 'rules', id, value: ruleOf({ id, enabled: id !== 'quiet' }) }) as const,
      ),
    });
    const source = new ScriptedSource(() => bad);
    await new AlertEvaluator({ store, clock, source, engines: new FixedEngines('a') }).tick();
    return [...(await store.read('incidents')).keys()][0]!;
  }

  it('are every rule, what needs somebody first', async () => {
    const id = await fire();
    expect(await readAlerts(store)).toMatchObject([
      {
        ruleId: 'errors',
        state: 'firing',
        health: 'ok',
        value: 1,
        incident: { id, announced: true, ack: null, suppressions: [] },
      },
      { ruleId: 'quiet', enabled: false, state: null, incident: null },
    ]);
  });

  it('can be acknowledged; the first to say so stays', async () => {
    const id = await fire();
    await acknowledge(store, id, { note: 'on it' }, 'ann', clock.now());
    await acknowledge(store, id, undefined, 'bob', clock.now());
    expect((await readAlerts(store))[0]?.incident?.ack).toMatchObject({ by: 'ann', note: 'on it' });
    expect(await store.history({ types: ['acked'] })).toHaveLength(1);
  });

  it('cannot be acknowledged when they are not open', async () => {
    await expect(acknowledge(store, 'x.all.y.1', {}, 'ann', 0)).rejects.toMatchObject({
      status: 404,
      code: 'alert_not_found',
    });
    await expect(acknowledge(store, 'x', { nose: 'x' }, 'ann', 0)).rejects.toMatchObject({
      status: 400,
      param: 'nose',
    });
  });
});
