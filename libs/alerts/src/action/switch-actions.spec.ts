import { beforeEach, describe, expect, it } from '@jest/globals';
import { AlertEvaluator } from '../evaluator/alert-evaluator.js';
import { FixedEngines } from '../fixtures/fixed-engines.js';
import { ManualClock } from '../fixtures/manual-clock.js';
import { bad, good, noData, ruleOf } from '../fixtures/rules.js';
import { ScriptedSource } from '../fixtures/scripted-source.js';
import type { EngineSwitcher } from '../ports/engine-switcher.js';
import type { Sample } from '../ports/signal-source.js';
import type { AlertRuleInput } from '../rule/rule.js';
import { MemoryAlertStore } from '../store/memory-alert-store.js';

/** A service whose engine really changes. */
class Service implements EngineSwitcher {
  readonly switches: string[] = [];
  readonly sick = new Set<string>();
  readonly #engines: FixedEngines;
  readonly #clock: ManualClock;
  #engine = 'mem0_proxy';
  #epoch = 1;

  constructor(engines: FixedEngines, clock: ManualClock) {
    this.#engines = engines;
    this.#clock = clock;
  }

  current() {
    return { engine: this.#engine, epoch: this.#epoch };
  }

  switch(engine: string, reason: string, rule?: string): Promise<{ epoch: number }> {
    if (this.sick.has(engine)) return Promise.reject(new Error(`Engine "${engine}" is not healthy.`));
    this.switches.push(`${engine}: ${reason.replaceAll(/\(errors\.[^)]*\)/g, '(…)')} by ${rule ?? 'hand'}`);
    this.#engine = engine;
    this.#epoch += 1;
    this.#engines.switch(engine, this.#clock.now());
    return Promise.resolve({ epoch: this.#epoch });
  }

  healthy(engine: string): Promise<boolean> {
    return Promise.resolve(!this.sick.has(engine));
  }
}

let clock: ManualClock;
let store: MemoryAlertStore;
let engines: FixedEngines;
let service: Service;
let evaluator: AlertEvaluator;
/** What each engine's figures say. */
let figures: Record<string, Sample>;

const makeEvaluator = () => {
  const source = new ScriptedSource(({ scope }) => figures[scope.engine ?? ''] ?? noData);
  return new AlertEvaluator({ store, source, engines, clock, switcher: service });
};

beforeEach(() => {
  clock = new ManualClock();
  store = new MemoryAlertStore();
  engines = new FixedEngines('mem0_proxy', 'chat_engine');
  service = new Service(engines, clock);
  figures = { mem0_proxy: bad, chat_engine: good };
  evaluator = makeEvaluator();
});

type Action = NonNullable<AlertRuleInput['action']>;

async function setRule(action: Partial<Action> = {}, more: Partial<AlertRuleInput> = {}): Promise<void> {
  const value = ruleOf({
    scope: { engine: 'active' },
    action: { type: 'switch_engine', to: 'chat_engine', ...action },
    ...more,
  });
  await store.commit({ writes: [{ collection: 'rules', id: value.id, value }] });
}

async function seconds(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    clock.advance(1_000);
    await evaluator.tick();
    await new Promise(setImmediate);
  }
}

const history = async (type: 'engineSwitched' | 'switchFailed' | 'switchSkipped') =>
  (await store.history({ types: [type] }))
    .map(({ reason }) => reason?.replaceAll(/\(errors\.[^)]*\)/g, '(…)'))
    .reverse();
const resolved = async () => (await store.history({ types: ['resolved'] })).length;

describe('a rule that switches engines', () => {
  it('lets the other engine take over when it fires, and says why', async () => {
    await setRule();
    await seconds(2);
    expect(service.switches).toEqual(['chat_engine: alert errors: Errors (…) by errors']);
    expect(await history('engineSwitched')).toEqual(['alert errors: Errors (…)']);
    expect(await resolved()).toBe(1);
  });

  it('does so once for an incident', async () => {
    await setRule();
    figures.chat_engine = bad;
    await seconds(30);
    expect(service.switches).toHaveLength(1);
  });

  it('does so only when it has fired, not while it is pending', async () => {
    await setRule({}, { for: 5 });
    await seconds(5);
    expect(service.switches).toEqual([]);
    await seconds(1);
    expect(service.switches).toHaveLength(1);
  });

  it('does nothing about an engine that is not in force', async () => {
    await setRule({}, { scope: { engine: 'mem0_proxy' } });
    await service.switch('third', 'because');
    await seconds(5);
    expect(service.switches).toEqual(['third: because by hand']);
    expect(await history('switchSkipped')).toEqual(['"mem0_proxy" is not in force any more']);
  });

  it('does nothing when the other engine is in force already', async () => {
    await setRule({}, { scope: { engine: 'each' } });
    await service.switch('chat_engine', 'because');
    await seconds(5);
    expect(service.switches).toEqual(['chat_engine: because by hand']);
  });

  it('does nothing on missing figures', async () => {
    await setRule({}, { onNoData: 'fire' });
    figures = {};
    await seconds(5);
    expect((await store.read('incidents')).size).toBe(1);
    expect(service.switches).toEqual([]);
  });

  it('tries again when it is refused, later each time, and keeps the reasons', async () => {
    await setRule();
    service.sick.add('chat_engine');
    await seconds(20);
    expect(await history('switchFailed')).toEqual(Array(3).fill('Engine "chat_engine" is not healthy.'));
    service.sick.clear();
    await seconds(30);
    expect(service.switches).toHaveLength(1);
  });

  it('waits for the cool-down after a switch that a rule made', async () => {
    await setRule({ coolDown: 60 });
    await seconds(2);
    await service.switch('mem0_proxy', 'because');
    await seconds(50);
    expect(service.switches).toHaveLength(2);
    expect(await history('switchSkipped')).toEqual(['a rule switched less than 60 s ago']);
    await seconds(20);
    expect(service.switches).toHaveLength(3);
  });

  it('does not switch more often in an hour than it may', async () => {
    await setRule({ coolDown: 0, maxPerHour: 2 });
    for (let i = 0; i < 5; i++) {
      await seconds(3);
      if (service.current().engine === 'chat_engine') await service.switch('mem0_proxy', 'because');
    }
    const byRule = service.switches.filter((said) => said.startsWith('chat_engine'));
    expect(byRule).toHaveLength(2);
    expect(await history('switchSkipped')).toEqual(['this rule switched 2 times within an hour']);
  });

  it('knows after a restart what it has done', async () => {
    await setRule({ coolDown: 60 });
    await seconds(2);
    evaluator = makeEvaluator();
    await service.switch('mem0_proxy', 'because');
    await seconds(10);
    expect(service.switches).toHaveLength(2);
  });

  it('stays where it is when it is well, unless asked otherwise', async () => {
    await setRule();
    await seconds(2);
    figures.mem0_proxy = good;
    await seconds(700);
    expect(service.switches).toHaveLength(1);
  });
});

describe('going back', () => {
  const action = { back: { after: 60 }, coolDown: 30 };

  it('comes once the first engine has been well for long enough', async () => {
    await setRule(action);
    service.sick.add('mem0_proxy');
    await seconds(100);
    expect(service.switches).toHaveLength(1);
    service.sick.clear();
    figures.mem0_proxy = good;
    await seconds(55);
    expect(service.switches).toHaveLength(1);
    await seconds(30);
    expect(service.switches[1]).toBe('mem0_proxy: alert errors: "mem0_proxy" is well again (…) by errors');
    await seconds(200);
    expect(service.switches).toHaveLength(2);
  });

  it('is put off by every bad check', async () => {
    await setRule(action);
    for (let i = 0; i < 6; i++) {
      await seconds(40);
      service.sick.add('mem0_proxy');
      await seconds(11);
      service.sick.clear();
    }
    expect(service.switches).toHaveLength(1);
  });

  it('is not for a switch that somebody made since', async () => {
    await setRule(action);
    await seconds(2);
    await service.switch('third', 'because');
    await service.switch('chat_engine', 'because');
    figures.mem0_proxy = good;
    await seconds(300);
    expect(service.switches).toHaveLength(3);
  });

  it('counts towards the limit per hour, so that two engines do not change places for ever', async () => {
    await setRule({ ...action, maxPerHour: 3 });
    await seconds(3_000);
    expect(service.switches.map((said) => said.split(':')[0])).toEqual([
      'chat_engine',
      'mem0_proxy',
      'chat_engine',
    ]);
  });
});
