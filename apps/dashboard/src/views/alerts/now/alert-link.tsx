import type { AlertView } from '@yychat/protocol';
import { useRuleText } from '../../../rules/use-rule-text.js';
import { useOpenAlert } from '../alerts-params.js';
import styles from '../alerts.module.css';
import { alertKey } from './alert-key.js';

/** Opens the alert beside the page. */
export function AlertLink({ alert }: { readonly alert: AlertView }) {
  const [, open] = useOpenAlert();
  const ruleText = useRuleText();
  return (
    <button type="button" className={styles.link} onClick={() => open(alertKey(alert), { push: true })}>
      {ruleText(alert.name)}
    </button>
  );
}
