import { describe, expect, it } from '@jest/globals';
import { ruleOf } from '../fixtures/rules.js';
import { parseWith } from '../rule/parse.js';
import type { AlertRuleInput } from '../rule/rule.js';
import { newRecord } from '../step/alert-record.js';
import type { IncidentRecord } from './incident-record.js';
import { firingByRule, inhibitionCycle } from './inhibition.js';
import type { NoticeKind } from './notice.js';
import type { OverlayFacts } from './overlay.js';
import { planNotice } from './plan-notice.js';
import { silenceSchema, type Silence } from './silence.js';

const NOON = Date.parse('2026-03-04T12:00:00Z');

function incidentOf(
  due: NoticeKind | null,
  rule: Partial<AlertRuleInput> = {},
  more: Partial<IncidentRecord> = {},
): IncidentRecord {
  return {
    id: 'errors.all.x.1',
    rule: ruleOf({ labels: { team: 'chat' }, ...rule }),
    subject: '',
    scope: { engine: 'mem0_proxy' },
    state: 'firing',
    startedAt: NOON - 60_000,
    firedAt: NOON - 30_000,
    resolvedAt: due === 'resolved' ? NOON : null,
    resolveReason: null,
    value: 1,
    reference: null,
    peak: 1,
    repeats: 0,
    flapping: false,
    announced: due !== 'fired',
    due,
    suppressions: [],
    heldBy: [],
    ...more,
  };
}

function factsOf(facts: Partial<OverlayFacts> = {}): OverlayFacts {
  return { silences: [], acks: new Map(), firing: new Map(), rateLimited: new Set(), ...facts };
}

const silence = (match: Silence['match'], from = NOON - 1, to = NOON + 1): Silence => ({
  id: 's',
  match,
  startsAt: from,
  endsAt: to,
  reason: 'maintenance',
  createdBy: 'ann',
});

const muteNoon = { muteTimes: [{ from: '11:00', to: '13:00' }] };
const acked = {
  acks: new Map([['errors.all.x.1', { id: 'errors.all.x.1', by: 'ann', at: NOON, note: 'on it' }]]),
};
const firingFor = (engine?: string) =>
  firingByRule([
    {
      ...newRecord('down', 1, '', NOON),
      incident: {
        id: 'd',
        startedAt: 0,
        firedAt: 0,
        scope: engine === undefined ? {} : { engine },
        peak: null,
        repeats: 0,
        sinceNotice: 0,
      },
    },
  ]);

/** What becomes of a notice, and the reasons. */
function planned(
  incident: IncidentRecord,
  facts: Partial<OverlayFacts> = {},
): readonly [string, ...string[]] {
  const { incident: next, notice } = planNotice(incident, factsOf(facts), NOON);
  const said = notice !== undefined ? 'sent' : next.due === null ? 'dropped' : 'waits';
  return [said, ...next.suppressions.map(({ kind, reason }) => `${kind}: ${reason}`)];
}

describe('the overlay', () => {
  it('lets a first page pass, and remembers that it did', () => {
    const { incident, notice } = planNotice(incidentOf('fired'), factsOf(), NOON);
    expect(notice?.kind).toBe('fired');
    expect(incident).toMatchObject({ announced: true, due: null });
  });

  it.each<[string, IncidentRecord, Partial<OverlayFacts>, string]>([
    [
      'silenced',
      incidentOf('fired'),
      { silences: [silence({ rule: 'errors' })] },
      'silenced: ann: maintenance',
    ],
    [
      'inhibited',
      incidentOf('fired', { inhibitedBy: ['down'] }),
      { firing: firingFor() },
      'inhibited: rule "down" is firing',
    ],
    ['muted', incidentOf('fired', muteNoon), {}, 'muted: 11:00–13:00 UTC, mon tue wed thu fri sat sun'],
    ['acked', incidentOf('fired'), acked, 'acked: ann: on it'],
  ])('holds a first page back while it is %s, and says why', (_, incident, facts, reason) => {
    expect(planned(incident, facts)).toEqual(['waits', reason]);
  });

  it('sends what it held back once that is over', () => {
    const held = planNotice(
      incidentOf('fired'),
      factsOf({ silences: [silence({ rule: 'errors' })] }),
      NOON,
    ).incident;
    expect(planNotice(held, factsOf(), NOON + 60_000)).toMatchObject({
      notice: { kind: 'fired' },
      incident: { suppressions: [] },
    });
  });

  it('closes a page that went out, also under a silence; in a mute time, at its end', () => {
    expect(planned(incidentOf('resolved'), { silences: [silence({ rule: 'errors' })], ...acked })[0]).toBe(
      'sent',
    );
    expect(planned(incidentOf('resolved', { inhibitedBy: ['down'] }), { firing: firingFor() })[0]).toBe(
      'sent',
    );
    expect(planned(incidentOf('resolved', muteNoon))[0]).toBe('waits');
    expect(planNotice(incidentOf('resolved', muteNoon), factsOf(), NOON + 3_600_000)).toMatchObject({
      closed: true,
      notice: { kind: 'resolved' },
    });
  });

  it('drops a reminder that nobody needs, without counting it as told', () => {
    expect(planned(incidentOf('repeated'))).toEqual(['sent']);
    expect(planned(incidentOf('repeated'), acked)[0]).toBe('dropped');
    expect(planned(incidentOf('repeated', {}, { flapping: true }))[0]).toBe('dropped');
    expect(planned(incidentOf('repeated', muteNoon))[0]).toBe('dropped');
  });

  it('wakes nobody for what is getting well when the quiet ends, unless it fires again', () => {
    const recovering = incidentOf('fired', {}, { state: 'recovering' });
    expect(planned(recovering)).toEqual(['waits']);
    expect(planned({ ...recovering, state: 'firing' })).toEqual(['sent']);
  });

  it('does not close what is not over', () => {
    expect(planNotice(incidentOf(null), factsOf(), NOON).closed).toBe(false);
    expect(planNotice(incidentOf(null, {}, { resolvedAt: NOON }), factsOf(), NOON).closed).toBe(true);
  });

  it('says that a channel may not send more just now, which holds nothing back here', () => {
    expect(planned(incidentOf('fired'), { rateLimited: new Set(['errors.all.x.1']) })).toEqual([
      'sent',
      'rateLimited: a channel may not send more just now',
    ]);
  });
});

describe('a silence', () => {
  it.each<[string, Silence['match'], boolean]>([
    ['its rule', { rule: 'errors' }, true],
    ['another rule', { rule: 'slow' }, false],
    ['its engine', { engine: 'mem0_proxy' }, true],
    ['another engine', { engine: 'chat_engine' }, false],
    ['its severity', { severity: 'warning' }, true],
    ['its labels', { labels: { team: 'chat' } }, true],
    ['other labels', { labels: { team: 'web' } }, false],
    ['rule and another engine', { rule: 'errors', engine: 'chat_engine' }, false],
  ])('of %s', (_, match, quiet) => {
    expect(planned(incidentOf('fired'), { silences: [silence(match)] })[0]).toBe(quiet ? 'waits' : 'sent');
  });

  it('holds from its beginning up to its end', () => {
    const at = (from: number, to: number) =>
      planned(incidentOf('fired'), { silences: [silence({ rule: 'errors' }, from, to)] })[0];
    expect([at(NOON, NOON + 1), at(NOON - 1, NOON), at(NOON + 1, NOON + 2)]).toEqual([
      'waits',
      'sent',
      'sent',
    ]);
  });

  it('must match something, end after its beginning, and not last for ever', () => {
    const parse = (changes: object) => () =>
      parseWith(silenceSchema, 'silence', { ...silence({ rule: 'errors' }), ...changes });
    expect(parse({ match: {} })).toThrow('match');
    expect(parse({ endsAt: NOON - 2 })).toThrow('endsAt');
    expect(parse({ endsAt: NOON * 2 })).toThrow('at most 90 days');
    expect(parse({ reason: '' })).toThrow('reason');
  });
});

describe('inhibition', () => {
  it.each<[string | undefined, string]>([
    ['mem0_proxy', 'waits'],
    ['chat_engine', 'sent'],
    [undefined, 'waits'],
  ])('by a rule that fires for engine %s', (engine, expected) => {
    expect(planned(incidentOf('fired', { inhibitedBy: ['down'] }), { firing: firingFor(engine) })[0]).toBe(
      expected,
    );
  });

  it('in a circle is found', () => {
    const inhibitors = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['d', ['a']],
    ]);
    expect(inhibitionCycle(inhibitors, 'a')).toEqual(['a', 'b', 'd', 'a']);
    expect(inhibitionCycle(inhibitors, 'c')).toBeUndefined();
  });
});
