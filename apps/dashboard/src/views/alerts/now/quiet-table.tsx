import type { AlertRule, AlertView } from '@yychat/protocol';
import { useMemo } from 'react';
import { useTranslation } from '../../../i18n/use-translation.js';
import { Badge } from '../../../ui/badge.js';
import { Table, type Column } from '../../../ui/table.js';
import styles from '../alerts.module.css';
import { HealthBadge, SeverityBadge, StateBadge } from '../alert-badges.js';
import { useConditionText, useWriteValue } from '../use-condition-text.js';
import { alertKey } from './alert-key.js';
import { AlertLink } from './alert-link.js';

const ORDER = { critical: 0, warning: 1, info: 2 } as const;

export interface QuietTableProps {
  readonly alerts: readonly AlertView[];
  readonly rules: ReadonlyMap<string, AlertRule>;
}

/** Rules that are watched, and are well. */
export function QuietTable({ alerts, rules }: QuietTableProps) {
  const { t } = useTranslation('alerts');
  const conditionText = useConditionText();
  const writeValue = useWriteValue();
  const columns = useMemo<readonly Column<AlertView>[]>(
    () => [
      {
        id: 'name',
        header: t('columns.rule'),
        cell: (alert) => <Name alert={alert} />,
        sortBy: ({ name }) => name,
      },
      {
        id: 'severity',
        header: t('columns.severity'),
        cell: ({ severity }) => <SeverityBadge severity={severity} />,
        sortBy: ({ severity }) => ORDER[severity],
      },
      {
        id: 'state',
        header: t('columns.state'),
        cell: ({ state, enabled }) => <StateBadge state={state} enabled={enabled} />,
      },
      {
        id: 'value',
        header: t('columns.value'),
        numeric: true,
        cell: ({ ruleId, value }) => writeValue(rules.get(ruleId))(value),
      },
      {
        id: 'condition',
        header: t('columns.condition'),
        cell: ({ ruleId }) => {
          const rule = rules.get(ruleId);
          return rule === undefined ? '–' : conditionText(rule);
        },
      },
      {
        id: 'health',
        header: t('columns.health'),
        cell: ({ health, healthReason }) =>
          health === 'ok' ? t('health.ok') : <HealthBadge health={health} reason={healthReason} />,
      },
    ],
    [t, conditionText, writeValue, rules],
  );
  return <Table caption={t('now.quiet')} columns={columns} rows={alerts} keyOf={alertKey} />;
}

function Name({ alert }: { readonly alert: AlertView }) {
  const { engine } = alert.scope;
  return (
    <span className={styles.named}>
      <AlertLink alert={alert} />
      {engine !== undefined && <Badge>{engine}</Badge>}
    </span>
  );
}
