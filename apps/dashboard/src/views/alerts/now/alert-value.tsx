import type { AlertRule, AlertView } from '@yychat/protocol';
import { useTranslation } from '../../../i18n/use-translation.js';
import styles from '../alerts.module.css';
import { signalName } from '../signal-format.js';
import { useConditionText, useWriteValue } from '../use-condition-text.js';

/** How far the value is from what the rule demands. */
export function AlertValue({
  alert,
  rule,
}: {
  readonly alert: AlertView;
  readonly rule: AlertRule | undefined;
}) {
  const { t } = useTranslation('alerts');
  const conditionText = useConditionText();
  const write = useWriteValue()(rule);
  return (
    <div className={styles.alertValue}>
      <p className={styles.alertNumber}>{write(alert.value)}</p>
      {rule !== undefined && (
        <p className={styles.muted}>
          <code>{signalName(rule.signal)}</code> {conditionText(rule)}
        </p>
      )}
      {alert.reference !== null && (
        <p className={styles.faint}>{t('now.reference', { value: write(alert.reference) })}</p>
      )}
    </div>
  );
}
