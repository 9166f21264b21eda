import type { AlertHistoryEntry, AlertHistoryType, AlertRule } from '@yychat/protocol';
import { useMemo } from 'react';
import { useFormat } from '../../../i18n/use-format.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useRuleText } from '../../../rules/use-rule-text.js';
import { Badge, type Tone } from '../../../ui/badge.js';
import { Table, type Column } from '../../../ui/table.js';
import styles from '../alerts.module.css';
import { useWriteValue } from '../use-condition-text.js';
import { useSaid } from '../use-said.js';

const TONES: Partial<Record<AlertHistoryType, Tone>> = {
  fired: 'critical',
  relapsed: 'critical',
  repeated: 'warning',
  recovering: 'warning',
  flappingBegan: 'warning',
  resolved: 'ok',
  deliveryFailed: 'critical',
  switchFailed: 'critical',
  dropped: 'warning',
  unannounced: 'warning',
  delivered: 'ok',
  acked: 'info',
  engineSwitched: 'accent',
};

export interface HistoryListProps {
  readonly entries: readonly AlertHistoryEntry[];
  /** All are of this one. */
  readonly rule?: AlertRule | undefined;
  /** Rules by id, where entries are of several. */
  readonly rules?: ReadonlyMap<string, AlertRule>;
}

/** What happened, and who did it. */
export function HistoryList({ entries, rule, rules }: HistoryListProps) {
  const { t } = useTranslation('alerts');
  const { dateTime } = useFormat();
  const ruleText = useRuleText();
  const said = useSaid();
  const writeValue = useWriteValue();
  const columns = useMemo<readonly Column<AlertHistoryEntry>[]>(
    () => [
      { id: 'at', header: t('columns.time'), cell: ({ at }) => dateTime(at) },
      {
        id: 'type',
        header: t('columns.what'),
        cell: ({ type }) => <Badge tone={TONES[type] ?? 'neutral'}>{t(`history.types.${type}`)}</Badge>,
      },
      ...(rules === undefined
        ? []
        : [
            {
              id: 'rule',
              header: t('columns.rule'),
              cell: ({ ruleId }: AlertHistoryEntry) =>
                ruleId === undefined ? '–' : ruleText(rules.get(ruleId)?.name ?? ruleId),
            },
            {
              id: 'engine',
              header: t('columns.engine'),
              cell: ({ scope }: AlertHistoryEntry) => scope?.engine ?? '–',
            },
          ]),
      {
        id: 'value',
        header: t('columns.value'),
        numeric: true,
        cell: ({ value, ruleId }) =>
          value === undefined || value === null ? '–' : writeValue(rule ?? rules?.get(ruleId ?? ''))(value),
      },
      {
        id: 'who',
        header: t('columns.who'),
        cell: ({ actor, channelId }) => actor ?? (channelId === undefined ? '–' : <code>{channelId}</code>),
      },
      {
        id: 'reason',
        header: t('columns.reason'),
        cell: ({ reason }) => <span className={styles.reason}>{said(reason ?? '')}</span>,
      },
    ],
    [t, dateTime, said, writeValue, rule, rules, ruleText],
  );
  return (
    <Table
      caption={t('tabs.history')}
      columns={columns}
      rows={entries}
      keyOf={({ sequence }) => String(sequence)}
    />
  );
}
