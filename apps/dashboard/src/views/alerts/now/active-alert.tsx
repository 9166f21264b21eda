import type { AlertRule, AlertView } from '@yychat/protocol';
import { BellOff, Check, UserCheck } from 'lucide-react';
import { useFormat } from '../../../i18n/use-format.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useNow } from '../../../live/use-now.js';
import { Badge } from '../../../ui/badge.js';
import { Button } from '../../../ui/button.js';
import { cx } from '../../../ui/cx.js';
import { HealthBadge, Overlay, SeverityBadge, StateBadge } from '../alert-badges.js';
import styles from '../alerts.module.css';
import { alertKey } from './alert-key.js';
import { AlertLink } from './alert-link.js';
import { AlertValue } from './alert-value.js';

export interface ActiveAlertProps {
  readonly alert: AlertView;
  readonly rule: AlertRule | undefined;
  readonly onAcknowledge: () => void;
  readonly onSilence: () => void;
}

/** One that fires, is about to, or is getting well. */
export function ActiveAlert({ alert, rule, onAcknowledge, onSilence }: ActiveAlertProps) {
  const { t } = useTranslation('alerts');
  const { duration } = useFormat();
  const now = useNow();
  const { incident, since, state } = alert;
  const isPending = state === 'pending';
  const age = since === null ? null : Math.max(0, Math.round((now - since) / 1_000));
  return (
    <li
      className={cx(styles.alert, styles[isPending ? 'pending' : alert.severity])}
      data-alert={alertKey(alert)}
      data-state={state}
    >
      <div className={styles.alertMain}>
        <p className={styles.alertTitle}>
          <AlertLink alert={alert} />
          {alert.scope.engine !== undefined && <Badge>{alert.scope.engine}</Badge>}
          {alert.scope.model !== undefined && <Badge>{alert.scope.model}</Badge>}
        </p>
        <p className={styles.alertFacts}>
          <SeverityBadge severity={alert.severity} />
          <StateBadge state={state} enabled={alert.enabled} />
          {age !== null && <span className={styles.muted}>{t('now.for', { time: duration(age) })}</span>}
          {alert.flapping && <Badge tone="warning">{t('now.flapping')}</Badge>}
          <HealthBadge health={alert.health} reason={alert.healthReason} />
        </p>
        <Overlay alert={alert} />
        {incident?.ack != null && (
          <p className={styles.ack}>
            <UserCheck aria-hidden />
            {t('now.ackedBy', { name: incident.ack.by })}
            {incident.ack.note !== undefined && <span className={styles.muted}>{incident.ack.note}</span>}
          </p>
        )}
      </div>
      <AlertValue alert={alert} rule={rule} />
      <div className={styles.alertActions}>
        {incident !== null && incident.ack === null && (
          <Button size="sm" onClick={onAcknowledge}>
            <Check aria-hidden />
            {t('ack.action')}
          </Button>
        )}
        <Button size="sm" variant="ghost" onClick={onSilence}>
          <BellOff aria-hidden />
          {t('silences.action')}
        </Button>
      </div>
    </li>
  );
}
