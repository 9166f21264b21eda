import type { AlertRule, AlertView } from '@yychat/protocol';
import { CircleCheck } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.js';
import { Card } from '../../../ui/card.js';
import { EmptyState, ErrorState, Skeleton } from '../../../ui/state.js';
import { SilenceDialog } from '../silences/silence-dialog.js';
import { useAlerts, useRules } from '../use-alerts.js';
import styles from '../alerts.module.css';
import { AcknowledgeDialog } from './acknowledge-dialog.js';
import { ActiveAlert } from './active-alert.js';
import { QuietTable } from './quiet-table.js';

const NO_RULES: readonly AlertRule[] = [];

/** What needs somebody, and below it what does not. */
export function NowTab() {
  const { t } = useTranslation('alerts');
  const alerts = useAlerts();
  const { data: rules } = useRules();
  const byId = useMemo(() => new Map((rules?.data ?? NO_RULES).map((rule) => [rule.id, rule])), [rules]);
  const [acknowledged, setAcknowledged] = useState<AlertView | null>(null);
  const [silenced, setSilenced] = useState<AlertView | null>(null);
  if (alerts.isPending) return <Skeleton height="16rem" />;
  if (alerts.data === undefined)
    return <ErrorState error={alerts.error} onRetry={() => void alerts.refetch()} />;
  const active = alerts.data.data.filter(isActive);
  const quiet = alerts.data.data.filter((alert) => !isActive(alert));
  return (
    <div className={styles.stack}>
      {active.length === 0 ? (
        <div className={styles.calm}>
          <EmptyState size="sm" icon={<CircleCheck aria-hidden />} title={t('now.calm')}>
            {t('now.calmText', { count: quiet.length })}
          </EmptyState>
        </div>
      ) : (
        <ul className={styles.active} aria-label={t('now.active')}>
          {active.map((alert) => (
            <ActiveAlert
              key={`${alert.ruleId} ${alert.subject}`}
              alert={alert}
              rule={byId.get(alert.ruleId)}
              onAcknowledge={() => setAcknowledged(alert)}
              onSilence={() => setSilenced(alert)}
            />
          ))}
        </ul>
      )}
      {quiet.length > 0 && (
        <Card title={t('now.quiet')} flush>
          <QuietTable alerts={quiet} rules={byId} />
        </Card>
      )}
      {acknowledged?.incident != null && (
        <AcknowledgeDialog alert={acknowledged} onClose={() => setAcknowledged(null)} />
      )}
      {silenced !== null && (
        <SilenceDialog
          match={{ rule: silenced.ruleId, engine: silenced.scope.engine }}
          onClose={() => setSilenced(null)}
        />
      )}
    </div>
  );
}

function isActive({ state }: AlertView): boolean {
  return state === 'firing' || state === 'recovering' || state === 'pending';
}
