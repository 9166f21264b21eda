import type { AlertRule } from '@yychat/protocol';
import { useCallback } from 'react';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { signalFormat } from './signal-format.js';
import { useSignals } from './use-alerts.js';

const SIGNS = { '>': '>', '>=': '≥', '<': '<', '<=': '≤' } as const;

/** What a rule demands, in few signs: > 30 s, > 1.5 × chat_engine. */
export function useConditionText(): (rule: AlertRule) => string {
  const { t } = useTranslation('alerts');
  const format = useFormat();
  const { data } = useSignals();
  return useCallback(
    ({ condition, signal }) => {
      const write = signalFormat(
        format,
        data?.data.find(({ metric }) => metric === signal.metric),
        signal.agg,
      );
      switch (condition.type) {
        case 'threshold':
          return `${SIGNS[condition.op]} ${write(condition.value)}`;
        case 'compareEngines':
          return `${SIGNS[condition.op]} ${format.number(condition.factor)} × ${condition.against}`;
        case 'change':
          return t('condition.change', {
            op: SIGNS[condition.op],
            factor: format.number(condition.factor),
            ago: format.duration(condition.baseline.offset),
          });
        case 'burnRate':
          return t('condition.burnRate', {
            factor: format.number(condition.factor),
            objective: format.percent(condition.objective),
          });
        case 'absent':
          return t('condition.absent');
      }
    },
    [t, format, data],
  );
}

/** How the values of a rule's signal are written. */
export function useWriteValue(): (rule: AlertRule | undefined) => (value: number | null) => string {
  const format = useFormat();
  const { data } = useSignals();
  return useCallback(
    (rule) =>
      rule === undefined
        ? format.number
        : rule.condition.type === 'burnRate'
          ? (value) => (value === null ? '–' : `${format.number(value)}×`)
          : signalFormat(
              format,
              data?.data.find(({ metric }) => metric === rule.signal.metric),
              rule.signal.agg,
            ),
    [format, data],
  );
}
