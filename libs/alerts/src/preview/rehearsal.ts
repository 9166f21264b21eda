import { followOutcomes, planNotices } from '../evaluator/incidents.js';
import type { EvaluatorMemory } from '../evaluator/memory.js';
import type { Outcome } from '../evaluator/rounds.js';
import type { IncidentRecord } from '../overlay/incident-record.js';
import { groupNotices, type AlertNotification } from '../overlay/notification.js';
import type { Acknowledgement } from '../overlay/acknowledgement.js';
import type { Silence } from '../overlay/silence.js';
import type { Ledger } from '../ports/ledger.js';
import type { AlertRule } from '../rule/rule.js';

const FORGETFUL: Ledger = {
  write: () => undefined,
  append: () => undefined,
  flush: () => Promise.resolve(),
  active: () => true,
};

const QUIET: ReadonlySet<string> = new Set();

/** Plays what the evaluator does after a round of steps, with one channel and nothing kept: for previews and tests of rules. */
export class Rehearsal {
  readonly memory: EvaluatorMemory;

  constructor(
    rules: readonly AlertRule[],
    silences: readonly Silence[] = [],
    acks: ReadonlyMap<string, Acknowledgement> = new Map(),
  ) {
    this.memory = {
      settings: {
        revision: 0,
        rules: new Map(rules.map((rule) => [rule.id, rule])),
        channels: new Map(),
        silences,
        acks,
      },
      records: new Map(),
      incidents: new Map(),
      actions: new Map(),
      delivery: { outbox: new Map(), deliveries: new Map() },
      cameUpAt: undefined,
    };
  }

  get incidents(): ReadonlyMap<string, IncidentRecord> {
    return this.memory.incidents;
  }

  /** Takes in what one round came to; the messages that go out then. */
  round(outcomes: readonly Outcome[], now: number): readonly AlertNotification[] {
    const { memory } = this;
    for (const { key, next, gone } of outcomes) {
      if (gone) memory.records.delete(key);
      else memory.records.set(key, next);
    }
    // Most rounds of most rules end here.
    if (memory.incidents.size === 0 && outcomes.every(({ events }) => events.length === 0)) return [];
    followOutcomes(memory, outcomes, FORGETFUL);
    const notices = planNotices(memory, QUIET, FORGETFUL, now);
    return notices.length === 0 ? [] : groupNotices(notices, () => ['rehearsal'], now);
  }
}
