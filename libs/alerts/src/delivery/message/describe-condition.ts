import type { AlertNotice } from '../../overlay/notification.js';
import { formatDuration } from './format-time.js';
import { formatValue, unitOf } from './format-value.js';
import { TEXTS, type Language } from './texts.js';

/** A rule's condition in words. */
export function describeCondition(
  { rule, reference }: Pick<AlertNotice, 'rule' | 'reference'>,
  language: Language,
): string {
  const texts = TEXTS[language];
  const { condition, signal } = rule;
  const unit = unitOf(signal);
  const span = (seconds: number) => formatDuration(seconds, language);
  const what = texts.signal(texts.agg[signal.agg] ?? signal.agg, signal.metric, span(signal.window));
  const its = formatValue(reference, unit);
  const say = (): string => {
    switch (condition.type) {
      case 'threshold':
        return texts.threshold(what, texts.op[condition.op], formatValue(condition.value, unit));
      case 'compareEngines':
        return texts.compared(what, texts.op[condition.op], String(condition.factor), condition.against, its);
      case 'change':
        return texts.changed(
          what,
          texts.op[condition.op],
          String(condition.factor),
          span(condition.baseline.offset),
          its,
        );
      case 'burnRate':
        return texts.burning(
          String(condition.factor),
          formatValue(condition.objective, 'share'),
          span(condition.longWindow),
          span(condition.shortWindow),
        );
      case 'absent':
        return texts.absent(what);
    }
  };
  return rule.for === 0 ? say() : texts.lasting(say(), span(rule.for));
}
