import { beforeEach, describe, expect, it } from '@jest/globals';
import { FixedEngines } from '../fixtures/fixed-engines.js';
import { ManualClock } from '../fixtures/manual-clock.js';
import { MemoryDispatcher } from '../fixtures/memory-dispatcher.js';
import { bad, good, noData, ruleOf } from '../fixtures/rules.js';
import { ScriptedSource } from '../fixtures/scripted-source.js';
import { AlertStoreError } from '../errors.js';
import type { AlertStore, Batch } from '../ports/alert-store.js';
import type { Lease, LeaseHold } from '../ports/lease.js';
import type { Sample, SignalQuery } from '../ports/signal-source.js';
import type { AlertRule } from '../rule/rule.js';
import { MemoryAlertStore } from '../store/memory-alert-store.js';
import { AlertEvaluator, type AlertEvaluatorOptions } from './alert-evaluator.js';

/** A store that can be out of reach, or lose all that it has. */
class BreakableStore implements AlertStore {
  #inner = new MemoryAlertStore();
  broken = false;
  commits = 0;

  commit(batch: Batch): Promise<void> {
    if (this.broken) return Promise.reject(new AlertStoreError('broken'));
    this.commits += 1;
    return this.#inner.commit(batch);
  }

  revision(): Promise<number> {
    return this.broken ? Promise.reject(new AlertStoreError('broken')) : this.#inner.revision();
  }

  read: AlertStore['read'] = (collection) => this.#inner.read(collection);
  get: AlertStore['get'] = (collection, id) => this.#inner.get(collection, id);
  history: AlertStore['history'] = (query) => this.#inner.history(query);

  lose(): void {
    this.#inner = new MemoryAlertStore();
  }
}

/** A lease that goes where a test says. */
class MovableLease implements Lease {
  fence = 1;
  held = true;
  reachable = true;
  readonly #clock: ManualClock;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  hold(): Promise<LeaseHold | undefined> {
    if (!this.reachable) return Promise.reject(new AlertStoreError('broken'));
    return Promise.resolve(
      this.held ? { fence: this.fence, until: this.#clock.monotonic() + 3_000 } : undefined,
    );
  }

  release(): Promise<void> {
    this.held = false;
    return Promise.resolve();
  }
}

let clock: ManualClock;
let store: BreakableStore;
let source: ScriptedSource;
let engines: FixedEngines;
let dispatcher: MemoryDispatcher;
let sample: Sample | ((query: SignalQuery) => Sample);

beforeEach(async () => {
  clock = new ManualClock();
  store = new BreakableStore();
  sample = good;
  source = new ScriptedSource((query) => (typeof sample === 'function' ? sample(query) : sample));
  engines = new FixedEngines('mem0_proxy', 'chat_engine');
  dispatcher = new MemoryDispatcher();
  await store.commit({
    writes: [
      { collection: 'channels', id: 'mail', value: { id: 'mail', version: 1, type: 'email', enabled: true } },
    ],
  });
});

const setRules = (...rules: readonly AlertRule[]) =>
  store.commit({ writes: rules.map((value) => ({ collection: 'rules', id: value.id, value }) as const) });

const evaluatorOf = (more: Partial<AlertEvaluatorOptions> = {}) =>
  new AlertEvaluator({ store, source, engines, clock, dispatcher, ...more });

async function seconds(evaluator: AlertEvaluator, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    clock.advance(1_000);
    await evaluator.tick();
  }
}

const sent = () =>
  dispatcher.sent.map(({ kind, alerts }) => `${kind} ${alerts.map(({ rule }) => rule.id).join('+')}`);
const stateOf = async (key = 'errors') => (await store.get('records', key))?.state;

describe('an evaluator', () => {
  it('tells when a rule fires and when it is resolved', async () => {
    await setRules(ruleOf({ for: 3, keepFiringFor: 3 }));
    const evaluator = evaluatorOf();
    sample = bad;
    await seconds(evaluator, 3);
    expect(sent()).toEqual([]);
    await seconds(evaluator, 1);
    expect(sent()).toEqual(['fired errors']);
    sample = good;
    await seconds(evaluator, 10);
    expect(sent()).toEqual(['fired errors', 'resolved errors']);
    expect((await store.read('incidents')).size).toBe(0);
    expect((await store.read('outbox')).size).toBe(0);
  });

  it('notes in the history what happened', async () => {
    await setRules(ruleOf({ keepFiringFor: 2 }));
    const evaluator = evaluatorOf();
    for (sample of [bad, good, bad, good, good, good, good]) await seconds(evaluator, 1);
    expect((await store.history({})).map(({ type }) => type).reverse()).toEqual([
      'fired',
      'announced',
      'recovering',
      'relapsed',
      'recovering',
      'resolved',
    ]);
  });

  it('tells listeners of everything, after it is kept, and is not hurt by one that fails', async () => {
    await setRules(ruleOf({ for: 1 }));
    const evaluator = evaluatorOf();
    const seen: string[] = [];
    evaluator.onUpdate(() => {
      throw new Error('broken listener');
    });
    const stop = evaluator.onUpdate(({ event, incident }) =>
      seen.push(`${event.type} ${incident?.id ?? '-'}`),
    );
    sample = bad;
    await seconds(evaluator, 2);
    stop();
    sample = good;
    await seconds(evaluator, 1);
    expect(seen).toEqual(['pending -', expect.stringMatching(/^fired errors\.all\./)]);
  });

  it('asks once for a figure that several rules want', async () => {
    await setRules(
      ruleOf(),
      ruleOf({ id: 'errors-2' }),
      ruleOf({ id: 'slow', signal: { metric: 'errors', agg: 'ratio', window: 300 } }),
    );
    await seconds(evaluatorOf(), 1);
    expect(source.asked).toHaveLength(2);
  });

  it('evaluates a rule as often as it says', async () => {
    await setRules(ruleOf({ every: 10 }));
    await seconds(evaluatorOf(), 31);
    expect(source.asked).toHaveLength(4);
  });

  it('takes a source that fails, or does not answer, as an error of the signal', async () => {
    await setRules(ruleOf());
    const evaluator = evaluatorOf();
    source.answer = () => Promise.reject(new Error('connection lost'));
    await seconds(evaluator, 1);
    expect(await store.get('records', 'errors')).toMatchObject({
      health: 'error',
      reason: 'the source failed',
      state: 'inactive',
    });
    source.answer = () => new Promise(() => undefined);
    clock.advance(1_000);
    const tick = evaluator.tick();
    await new Promise(setImmediate);
    clock.advance(2_000);
    await tick;
    expect(await store.get('records', 'errors')).toMatchObject({ health: 'error' });
    expect(evaluator.figures()).toMatchObject({ ticks: 2, failures: 0 });
  });
});

describe('what is watched', () => {
  it('is the engine in force, with one state that goes on through a switch', async () => {
    await setRules(ruleOf({ scope: { engine: 'active' } }));
    const evaluator = evaluatorOf();
    sample = ({ scope }) => (scope.engine === 'mem0_proxy' ? bad : good);
    await seconds(evaluator, 1);
    expect(dispatcher.sent[0]?.alerts[0]?.scope).toEqual({ engine: 'mem0_proxy' });
    engines.switch('chat_engine', clock.now());
    await seconds(evaluator, 1);
    expect(sent()).toEqual(['fired errors', 'resolved errors']);
    expect(dispatcher.sent[1]?.alerts[0]?.scope).toEqual({ engine: 'mem0_proxy' });
  });

  it('is each engine by itself', async () => {
    await setRules(ruleOf({ scope: { engine: 'each' } }));
    sample = ({ scope }) => (scope.engine === 'mem0_proxy' ? bad : good);
    await seconds(evaluatorOf(), 1);
    expect([await stateOf('errors/mem0_proxy'), await stateOf('errors/chat_engine')]).toEqual([
      'firing',
      'inactive',
    ]);
  });

  it('keeps its state while it is not known which engine is in force', async () => {
    await setRules(ruleOf({ scope: { engine: 'active' } }));
    const evaluator = evaluatorOf();
    sample = bad;
    await seconds(evaluator, 1);
    engines.forget();
    await seconds(evaluator, 3);
    expect(sent()).toEqual(['fired errors']);
  });

  it('starts nothing new just after a switch to the engine in scope', async () => {
    await setRules(ruleOf({ scope: { engine: 'active' }, graceAfterSwitch: 10 }));
    const evaluator = evaluatorOf();
    await seconds(evaluator, 1);
    engines.switch('chat_engine', clock.now());
    sample = bad;
    await seconds(evaluator, 9);
    expect(sent()).toEqual([]);
    await seconds(evaluator, 1);
    expect(sent()).toEqual(['fired errors']);
  });

  it('starts nothing new just after the service was down, but goes on after a restart', async () => {
    await setRules(ruleOf({ graceAfterStart: 10 }));
    sample = bad;
    const first = evaluatorOf();
    await seconds(first, 9);
    expect(sent()).toEqual([]);
    await seconds(first, 2);
    expect(sent()).toEqual(['fired errors']);
    sample = good;
    await seconds(first, 1);
    await first.stop();
    sample = bad;
    await seconds(evaluatorOf(), 1);
    expect(sent()).toEqual(['fired errors', 'resolved errors', 'fired errors']);
  });
});

describe('rules in the store', () => {
  it('that an older version wrote have the defaults of this one', async () => {
    const { onNoData, every, ...older } = ruleOf();
    await setRules(older as AlertRule);
    sample = bad;
    await seconds(evaluatorOf(), 1);
    expect([sent(), onNoData, every]).toEqual([['fired errors'], 'keep', 1]);
  });

  it('that are not valid stop no other', async () => {
    await setRules({ ...ruleOf({ id: 'broken' }), condition: { type: 'magic' } } as never, ruleOf());
    sample = bad;
    await seconds(evaluatorOf(), 1);
    expect(sent()).toEqual(['fired errors']);
  });
});

describe('rules that change', () => {
  it('are taken up with the next look', async () => {
    const evaluator = evaluatorOf();
    sample = bad;
    await seconds(evaluator, 1);
    await setRules(ruleOf());
    await seconds(evaluator, 1);
    expect(sent()).toEqual(['fired errors']);
  });

  it.each<[string, () => Promise<void>, string]>([
    [
      'deleted',
      () => store.commit({ writes: [{ collection: 'rules', id: 'errors' }] }),
      'the rule was deleted',
    ],
    ['disabled', () => setRules(ruleOf({ enabled: false, version: 2 })), 'the rule was disabled'],
  ])('and are %s close what they had open, and say why', async (_, change, reason) => {
    await setRules(ruleOf());
    const evaluator = evaluatorOf();
    sample = bad;
    await seconds(evaluator, 1);
    await change();
    await seconds(evaluator, 1);
    expect(sent()).toEqual(['fired errors', 'resolved errors']);
    expect(dispatcher.sent[1]?.alerts[0]?.resolveReason).toBe(reason);
    expect((await store.read('records')).size).toBe(0);
  });

  it('go to all channels when those that they name are gone', async () => {
    await setRules(ruleOf({ channels: ['gone'] }), ruleOf({ id: 'quiet', channels: [] }));
    sample = bad;
    await seconds(evaluatorOf(), 1);
    expect(dispatcher.sent.map(({ channelId, group }) => [channelId, group])).toEqual([
      ['mail', 'rule=errors'],
    ]);
  });
});

describe('quiet', () => {
  it('while silenced, and not lost: told when the silence ends', async () => {
    await setRules(ruleOf());
    const silence = {
      id: 's',
      match: { rule: 'errors' },
      startsAt: 0,
      endsAt: clock.now() + 5_000,
      reason: 'work',
      createdBy: 'ann',
    };
    await store.commit({ writes: [{ collection: 'silences', id: 's', value: silence }] });
    const evaluator = evaluatorOf();
    sample = bad;
    await seconds(evaluator, 4);
    expect(sent()).toEqual([]);
    expect((await store.read('incidents')).values().next().value?.suppressions).toMatchObject([
      { kind: 'silenced' },
    ]);
    await seconds(evaluator, 1);
    expect(sent()).toEqual(['fired errors']);
  });

  it('about what was over before anybody could be told, which the history has', async () => {
    await setRules(ruleOf());
    const silence = {
      id: 's',
      match: { rule: 'errors' },
      startsAt: 0,
      endsAt: clock.now() + 500_000,
      reason: 'work',
      createdBy: 'ann',
    };
    await store.commit({ writes: [{ collection: 'silences', id: 's', value: silence }] });
    const evaluator = evaluatorOf();
    for (sample of [bad, good, good]) await seconds(evaluator, 1);
    expect(sent()).toEqual([]);
    expect((await store.history({ types: ['unannounced'] }))[0]).toMatchObject({
      ruleId: 'errors',
      reason: 'silenced: ann: work',
    });
  });

  it('about what follows from something that fires at the same moment', async () => {
    await setRules(ruleOf({ inhibitedBy: ['down'] }), ruleOf({ id: 'down' }));
    sample = bad;
    await seconds(evaluatorOf(), 2);
    expect(sent()).toEqual(['fired down']);
  });

  it('without reminders once somebody looks after it', async () => {
    await setRules(ruleOf({ repeat: { every: 60, max: 10 } }));
    const evaluator = evaluatorOf();
    sample = bad;
    await seconds(evaluator, 65);
    expect(sent()).toEqual(['fired errors', 'repeated errors']);
    const [id] = [...(await store.read('incidents')).keys()] as [string];
    await store.commit({ writes: [{ collection: 'acks', id, value: { id, by: 'ann', at: clock.now() } }] });
    await seconds(evaluator, 200);
    sample = good;
    await seconds(evaluator, 2);
    expect(sent()).toEqual(['fired errors', 'repeated errors', 'resolved errors']);
    expect((await store.read('acks')).size).toBe(0);
  });
});

describe('acknowledgements', () => {
  it('that came too late are forgotten', async () => {
    await setRules(ruleOf());
    const evaluator = evaluatorOf();
    await store.commit({
      writes: [{ collection: 'acks', id: 'gone', value: { id: 'gone', by: 'ann', at: clock.now() } }],
    });
    await seconds(evaluator, 59);
    expect((await store.read('acks')).size).toBe(1);
    await seconds(evaluator, 3);
    expect((await store.read('acks')).size).toBe(0);
  });
});

describe('restarts', () => {
  it('go on with "for" where it was', async () => {
    await setRules(ruleOf({ for: 60 }));
    sample = bad;
    const first = evaluatorOf();
    await seconds(first, 40);
    // Killed: nothing is handed over.
    clock.advance(4_000);
    const second = evaluatorOf();
    await seconds(second, 16);
    expect(sent()).toEqual([]);
    await seconds(second, 1);
    expect(sent()).toEqual(['fired errors']);
  });

  it('know what fires already, and do not tell it again', async () => {
    await setRules(ruleOf());
    sample = bad;
    await seconds(evaluatorOf(), 2);
    await seconds(evaluatorOf(), 2);
    expect(sent()).toEqual(['fired errors']);
    sample = good;
    await seconds(evaluatorOf(), 2);
    expect(sent()).toEqual(['fired errors', 'resolved errors']);
  });

  it('deliver what was not delivered', async () => {
    await setRules(ruleOf());
    sample = bad;
    dispatcher.holding = true;
    await seconds(evaluatorOf(), 1);
    expect(sent()).toEqual([]);
    dispatcher = new MemoryDispatcher();
    await seconds(evaluatorOf(), 1);
    expect(sent()).toEqual(['fired errors']);
  });

  it('write little while nothing happens', async () => {
    await setRules(ruleOf());
    const evaluator = evaluatorOf();
    await seconds(evaluator, 1);
    const before = store.commits;
    await seconds(evaluator, 60);
    expect(store.commits - before).toBeLessThan(20);
  });
});

describe('the lease', () => {
  it('is needed to evaluate', async () => {
    const lease = new MovableLease(clock);
    lease.held = false;
    await setRules(ruleOf());
    const evaluator = evaluatorOf({ lease });
    sample = bad;
    await seconds(evaluator, 3);
    expect([evaluator.figures().role, sent()]).toEqual(['standby', []]);
    lease.held = true;
    await seconds(evaluator, 1);
    expect([evaluator.figures().role, sent()]).toEqual(['leading', ['fired errors']]);
  });

  it('that another has taken ends the evaluation before anything is told', async () => {
    await setRules(ruleOf());
    const evaluator = evaluatorOf({ lease: new MovableLease(clock) });
    await seconds(evaluator, 1);
    await store.commit({ fence: 2 });
    sample = bad;
    await seconds(evaluator, 1);
    expect([sent(), evaluator.figures().role, await stateOf()]).toEqual([[], 'standby', 'inactive']);
  });

  it('that comes back under a higher fence makes it read everything anew', async () => {
    await setRules(ruleOf());
    const lease = new MovableLease(clock);
    const evaluator = evaluatorOf({ lease });
    sample = bad;
    await seconds(evaluator, 1);
    const other = evaluatorOf({ lease: Object.assign(new MovableLease(clock), { fence: 2 }) });
    sample = good;
    await seconds(other, 1);
    lease.fence = 3;
    await seconds(evaluator, 2);
    expect(sent()).toEqual(['fired errors', 'resolved errors']);
  });

  it('is given back when it stops', async () => {
    const lease = new MovableLease(clock);
    const evaluator = evaluatorOf({ lease });
    await seconds(evaluator, 1);
    await evaluator.stop();
    expect(lease.held).toBe(false);
  });
});

describe('without its store', () => {
  it('goes on from memory, tells all the same, and keeps everything later', async () => {
    await setRules(ruleOf());
    const lease = new MovableLease(clock);
    const evaluator = evaluatorOf({ lease });
    await seconds(evaluator, 1);
    store.broken = true;
    lease.reachable = false;
    sample = bad;
    await seconds(evaluator, 2);
    expect([evaluator.figures().role, sent(), await stateOf()]).toEqual([
      'detached',
      ['fired errors'],
      'inactive',
    ]);
    store.broken = false;
    lease.reachable = true;
    await seconds(evaluator, 1);
    expect([evaluator.figures().role, evaluator.figures().unsaved, await stateOf()]).toEqual([
      'leading',
      0,
      'firing',
    ]);
    expect((await store.history({ types: ['fired'] })).length).toBe(1);
  });

  it('does not begin: nobody knows the rules', async () => {
    const lease = new MovableLease(clock);
    lease.reachable = false;
    const evaluator = evaluatorOf({ lease });
    await seconds(evaluator, 1);
    expect(evaluator.figures()).toMatchObject({ role: 'standby', ticks: 0 });
  });

  it('writes everything again to one that has lost it', async () => {
    await setRules(ruleOf());
    const lease = new MovableLease(clock);
    lease.fence = 5;
    const evaluator = evaluatorOf({ lease });
    sample = bad;
    await seconds(evaluator, 1);
    store.lose();
    lease.fence = 1;
    await seconds(evaluator, 1);
    expect([(await store.read('rules')).size, (await store.read('channels')).size, await stateOf()]).toEqual([
      1,
      1,
      'firing',
    ]);
  });
});

describe('a store that has lost what it had', () => {
  it('gets it again from the one that evaluates, whoever had the lease before', async () => {
    await setRules(ruleOf());
    const evaluator = evaluatorOf();
    sample = bad;
    await seconds(evaluator, 1);
    store.lose();
    await seconds(evaluator, 1);
    expect([(await store.read('rules')).size, await stateOf()]).toEqual([1, 'firing']);
    // What is changed from then on is seen as before.
    await setRules(ruleOf({ enabled: false }));
    await seconds(evaluator, 1);
    expect(await stateOf()).toBeUndefined();
  });

  it('gets it again though another has the lease already', async () => {
    await setRules(ruleOf());
    const lease = new MovableLease(clock);
    const evaluator = evaluatorOf({ lease });
    await seconds(evaluator, 1);
    store.lose();
    lease.held = false;
    await seconds(evaluator, 1);
    expect((await store.read('rules')).size).toBe(1);
    expect(evaluator.figures().role).toBe('standby');
  });
});

describe('the loop', () => {
  it('looks once a second until it is stopped', async () => {
    await setRules(ruleOf());
    const evaluator = evaluatorOf();
    evaluator.start();
    for (let i = 0; i < 5; i++) {
      clock.advance(i === 0 ? 0 : 1_000);
      await settle();
    }
    expect(evaluator.figures().ticks).toBe(5);
    await evaluator.stop();
    clock.advance(10_000);
    await settle();
    expect(evaluator.figures().ticks).toBe(5);
  });

  it('says nothing about what has no data', async () => {
    await setRules(ruleOf());
    sample = noData;
    await seconds(evaluatorOf(), 120);
    expect(sent()).toEqual([]);
  });
});

async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise(setImmediate);
}
