import { evaluateRound } from '../../evaluator/rounds.js';
import { SampleReader } from '../../evaluator/sample-reader.js';
import { recordKey } from '../../evaluator/subjects.js';
import { suppressionsOf } from '../../overlay/overlay.js';
import { firingByRule } from '../../overlay/inhibition.js';
import type { Acknowledgement } from '../../overlay/acknowledgement.js';
import type { AlertNotification } from '../../overlay/notification.js';
import type { Silence } from '../../overlay/silence.js';
import { silentLogger } from '../../ports/logger.js';
import { Rehearsal } from '../../preview/rehearsal.js';
import type { AlertRule } from '../../rule/rule.js';
import type { RuleTest } from './rule-test-file.js';
import { SeriesSource, timelessClock, timelineOf } from './simulated-world.js';
import { shortDuration } from './short-duration.js';

export interface RuleTestResult {
  readonly name: string;
  readonly ok: boolean;
  /** What is not as expected, a sentence each. */
  readonly failures: readonly string[];
  /** Every message that went out. */
  readonly messages: readonly string[];
}

/** Plays one test with a simulated clock: by the same steps as live, with one channel. */
export async function runRuleTest(rules: readonly AlertRule[], test: RuleTest): Promise<RuleTestResult> {
  const start = Date.parse(test.start);
  const engines = timelineOf(test, start);
  const reader = new SampleReader(new SeriesSource(test, start), timelessClock, silentLogger);
  const acks = new Map<string, Acknowledgement>();
  const rehearsal = new Rehearsal(rules, silencesOf(test, start), acks);
  const messages: string[] = [];
  const failures: string[] = [];
  const lasts =
    test.lasts ?? Math.max(...test.series.map(({ values, before }) => values.length * test.every - before));
  const pending = [...test.expect.states].sort((a, b) => a.at - b.at);
  for (let passed = 0; passed < lasts; passed += test.every) {
    const now = start + passed * 1_000;
    for (const { rule } of test.acks.filter(({ at }) => at >= passed && at < passed + test.every)) {
      for (const { id, rule: its } of rehearsal.incidents.values()) {
        if (its.id === rule) acks.set(id, { id, by: 'test', at: now });
      }
    }
    const sent = rehearsal.round(await evaluateRound(rehearsal.memory, engines, reader, now), now);
    messages.push(...sent.map((message) => messageText(message, passed)));
    while (pending[0] !== undefined && pending[0].at < passed + test.every) {
      const expected = pending.shift();
      if (expected !== undefined) failures.push(...checkState(expected, rehearsal, now));
    }
  }
  failures.push(
    ...pending.map(
      ({ at }) =>
        `nothing was looked at after ${shortDuration(lasts)}, but a state is expected at ${shortDuration(at)}`,
    ),
  );
  const { messages: expected } = test.expect;
  if (expected !== undefined && JSON.stringify(expected) !== JSON.stringify(messages)) {
    failures.push(`messages: expected ${list(expected)}, but there were ${list(messages)}`);
  }
  return { name: test.name, ok: failures.length === 0, failures, messages };
}

type ExpectedState = RuleTest['expect']['states'][number];

function checkState(
  { at, rule, engine, state, health, quiet }: ExpectedState,
  rehearsal: Rehearsal,
  now: number,
): readonly string[] {
  const { memory } = rehearsal;
  const record = memory.records.get(recordKey(rule, engine ?? '')) ?? memory.records.get(rule);
  const about = `at ${shortDuration(at)}, ${rule}${engine === undefined ? '' : ` (${engine})`}`;
  if (record === undefined) return [`${about}: there is no such rule, or it was not looked at`];
  const failures: string[] = [];
  const compare = (what: string, expected: string | undefined, was: string) => {
    if (expected !== undefined && expected !== was)
      failures.push(`${about}: ${what} expected ${expected}, but it was ${was}`);
  };
  compare('state', state, record.state);
  compare('health', health, record.health);
  const incident = record.incident === null ? undefined : rehearsal.incidents.get(record.incident.id);
  const { silences, acks } = memory.settings;
  const facts = {
    silences,
    acks,
    firing: firingByRule(memory.records.values()),
    rateLimited: new Set<string>(),
  };
  const reasons = incident === undefined ? [] : suppressionsOf(incident, facts, now).map(({ kind }) => kind);
  compare('quiet', quiet && list([...quiet].sort()), list([...reasons].sort()));
  return failures;
}

function silencesOf({ silences }: RuleTest, start: number): readonly Silence[] {
  return silences.map(({ from, to, ...match }, i) => ({
    id: `silence-${i}`,
    match,
    startsAt: start + from * 1_000,
    endsAt: start + to * 1_000,
    reason: 'of the test',
    createdBy: 'test',
  }));
}

function messageText({ kind, alerts }: AlertNotification, passed: number): string {
  const about = alerts.map(({ rule, scope }) =>
    scope.engine === undefined ? rule.id : `${rule.id} (${scope.engine})`,
  );
  return `${shortDuration(passed)} ${kind} ${about.join(', ')}`;
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : texts.map((text) => `"${text}"`).join(', ');
}
