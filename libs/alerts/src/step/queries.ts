import type { SignalQuery, SignalScope } from '../ports/signal-source.js';
import type { AlertRule } from '../rule/rule.js';

/** A query, and how many seconds before the moment of evaluation its window ends. */
export interface RuleQuery {
  readonly query: Omit<SignalQuery, 'at'>;
  readonly offset: number;
}

/** What a rule has to ask for one scope. `judge` takes the answers in this order. */
export function queriesOf(rule: AlertRule, scope: SignalScope): readonly RuleQuery[] {
  const { condition, signal } = rule;
  const ask = (window: number, whose = scope, offset = 0): RuleQuery => ({
    query: { metric: signal.metric, agg: signal.agg, window, scope: whose },
    offset,
  });
  switch (condition.type) {
    case 'threshold':
    case 'absent':
      return [ask(signal.window)];
    case 'compareEngines':
      return [ask(signal.window), ask(signal.window, { ...scope, engine: condition.against })];
    case 'change':
      return [
        ask(signal.window),
        ask(condition.baseline.window ?? signal.window, scope, condition.baseline.offset),
      ];
    case 'burnRate':
      return [ask(condition.longWindow), ask(condition.shortWindow)];
  }
}
