import { isDeepStrictEqual } from 'node:util';
import type { AlertStore } from '../ports/alert-store.js';
import type { ChannelDocument } from '../ports/dispatcher.js';
import type { Logger } from '../ports/logger.js';
import type { Acknowledgement } from '../overlay/acknowledgement.js';
import type { Silence } from '../overlay/silence.js';
import { ruleSchema, SEVERITIES, type AlertRule, type Severity } from '../rule/rule.js';

/** What people have set, as of one revision of the store. */
export interface AlertSettings {
  readonly revision: number;
  readonly rules: ReadonlyMap<string, AlertRule>;
  readonly channels: ReadonlyMap<string, ChannelDocument>;
  readonly silences: readonly Silence[];
  readonly acks: ReadonlyMap<string, Acknowledgement>;
}

/**
 * The settings in force, as of a revision that was read before: what changes meanwhile is read again next time.
 * @throws AlertStoreError
 */
export async function readSettings(
  store: AlertStore,
  revision: number,
  logger: Logger,
  known?: AlertSettings,
): Promise<AlertSettings> {
  const [rules, channels, silences, acks] = await Promise.all([
    store.read('rules'),
    store.read('channels'),
    store.read('silences'),
    store.read('acks'),
  ]);
  return {
    revision,
    rules: inForce(rules, known?.rules, logger),
    channels,
    silences: [...silences.values()],
    acks,
  };
}

/** Rules as this version of the package reads them; the same objects for those that have not changed. */
function inForce(
  stored: ReadonlyMap<string, AlertRule>,
  known: ReadonlyMap<string, AlertRule> | undefined,
  logger: Logger,
): ReadonlyMap<string, AlertRule> {
  const rules = new Map<string, AlertRule>();
  for (const [id, document] of stored) {
    const before = known?.get(id);
    const parsed = ruleSchema.safeParse(document);
    if (!parsed.success) logger.error({ rule: id }, 'a rule in the store is not valid, and is not evaluated');
    else rules.set(id, before !== undefined && isDeepStrictEqual(before, parsed.data) ? before : parsed.data);
  }
  return rules;
}

/** Where a rule's messages go. When every channel that it names is gone, to all: better too loud than not at all. */
export function channelsOf(
  rule: AlertRule,
  channels: ReadonlyMap<string, ChannelDocument>,
): readonly string[] {
  const named = rule.channels === 'all' ? [...channels.keys()] : rule.channels;
  const known = named.filter((id) => channels.has(id));
  const chosen = named.length > 0 && known.length === 0 ? [...channels.keys()] : known;
  return chosen.filter((id) => {
    const channel = channels.get(id);
    return channel?.enabled === true && reaches(rule.severity, channel.minSeverity);
  });
}

function reaches(severity: Severity, least: Severity = 'info'): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}
