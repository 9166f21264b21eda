import type { FieldIssue } from '../errors.js';
import { inhibitionCycle } from '../overlay/inhibition.js';
import type { ChannelDocument } from '../ports/dispatcher.js';
import type { SignalCatalog } from '../ports/signal-catalog.js';
import type { AlertRule } from '../rule/rule.js';

/** What is wrong with a rule among the others: names that lead nowhere, circles. */
export function referenceIssues(
  rule: AlertRule,
  rules: ReadonlyMap<string, AlertRule>,
  channels: ReadonlyMap<string, ChannelDocument>,
  catalog: SignalCatalog | undefined,
): readonly FieldIssue[] {
  const issues: FieldIssue[] = [];
  const refuse = (path: string, message: string) => issues.push({ path, message });
  for (const [i, id] of rule.inhibitedBy.entries()) {
    if (!rules.has(id)) refuse(`inhibitedBy.${i}`, `there is no rule "${id}"`);
  }
  const inhibitors = new Map([...rules.values(), rule].map(({ id, inhibitedBy }) => [id, inhibitedBy]));
  const cycle = inhibitionCycle(inhibitors, rule.id);
  if (cycle !== undefined) refuse('inhibitedBy', `rules would silence each other: ${cycle.join(' → ')}`);
  if (rule.channels !== 'all') {
    for (const [i, id] of rule.channels.entries()) {
      if (!channels.has(id)) refuse(`channels.${i}`, `there is no channel "${id}"`);
    }
  }
  const description = catalog?.[rule.signal.metric];
  if (catalog !== undefined && description === undefined) {
    refuse('signal.metric', `one of ${Object.keys(catalog).sort().join(', ')}`);
  } else if (description !== undefined && !description.aggs.includes(rule.signal.agg)) {
    refuse('signal.agg', `one of ${description.aggs.join(', ')} for "${rule.signal.metric}"`);
  }
  return issues;
}
