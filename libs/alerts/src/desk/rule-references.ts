import type { FieldIssue, IssueCode } from '../errors.js';
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
  const refuse = (path: string, code: IssueCode, message: string, values?: FieldIssue['values']) =>
    issues.push({ path, code, message, ...(values && { values }) });
  for (const [i, id] of rule.inhibitedBy.entries()) {
    if (!rules.has(id)) refuse(`inhibitedBy.${i}`, 'no_such_rule', `there is no rule "${id}"`, { id });
  }
  const inhibitors = new Map([...rules.values(), rule].map(({ id, inhibitedBy }) => [id, inhibitedBy]));
  const cycle = inhibitionCycle(inhibitors, rule.id);
  if (cycle !== undefined)
    refuse('inhibitedBy', 'invalid', `rules would silence each other: ${cycle.join(' → ')}`);
  if (rule.channels !== 'all') {
    for (const [i, id] of rule.channels.entries()) {
      if (!channels.has(id))
        refuse(`channels.${i}`, 'no_such_channel', `there is no channel "${id}"`, { id });
    }
  }
  const description = catalog?.[rule.signal.metric];
  if (catalog !== undefined && description === undefined) {
    const options = Object.keys(catalog).sort().join(', ');
    refuse('signal.metric', 'option', `one of ${options}`, { options });
  } else if (description !== undefined && !description.aggs.includes(rule.signal.agg)) {
    const options = description.aggs.join(', ');
    refuse('signal.agg', 'option', `one of ${options} for "${rule.signal.metric}"`, { options });
  }
  return issues;
}
