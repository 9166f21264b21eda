import type { AlertRecord } from '../step/alert-record.js';
import type { Suppression } from './suppression.js';

/** What is firing now, by rule. */
export type Firing = ReadonlyMap<string, readonly AlertRecord[]>;

/** Records that inhibit others: those with an incident. */
export function firingByRule(records: Iterable<AlertRecord>): Firing {
  const firing = new Map<string, AlertRecord[]>();
  for (const record of records) {
    if (record.incident === null) continue;
    const known = firing.get(record.ruleId);
    if (known === undefined) firing.set(record.ruleId, [record]);
    else known.push(record);
  }
  return firing;
}

/** The first of the rules that fires for the same engine, or is about no engine in particular. */
export function inhibitedBy(
  inhibitors: readonly string[],
  engine: string | undefined,
  firing: Firing,
): Suppression | undefined {
  for (const ruleId of inhibitors) {
    const alike = firing.get(ruleId)?.some(({ incident }) => {
      const other = incident?.scope.engine;
      return other === undefined || engine === undefined || other === engine;
    });
    if (alike === true) return { kind: 'inhibited', reason: `rule "${ruleId}" is firing` };
  }
  return undefined;
}

/**
 * A way in which rules would inhibit each other in a circle, so that neither would ever be heard; undefined where there is none.
 * @param inhibitors - by rule id.
 */
export function inhibitionCycle(
  inhibitors: ReadonlyMap<string, readonly string[]>,
  from: string,
): readonly string[] | undefined {
  const seen = new Set<string>();
  const follow = (id: string, path: readonly string[]): readonly string[] | undefined => {
    for (const next of inhibitors.get(id) ?? []) {
      if (next === from) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = follow(next, [...path, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return follow(from, [from]);
}
