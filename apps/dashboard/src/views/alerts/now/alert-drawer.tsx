import { useTranslation } from '../../../i18n/use-translation.js';
import { useRuleText } from '../../../rules/use-rule-text.js';
import { Dialog } from '../../../ui/dialog.js';
import { EmptyState, Skeleton } from '../../../ui/state.js';
import { useOpenAlert } from '../alerts-params.js';
import { useAlerts, useRules } from '../use-alerts.js';
import { AlertDetails } from './alert-details.js';
import { alertKey } from './alert-key.js';

/** The alert that the address names. */
export function AlertDrawer() {
  const { t } = useTranslation('alerts');
  const [key, open] = useOpenAlert();
  const ruleText = useRuleText();
  const alerts = useAlerts();
  const { data: rules } = useRules();
  if (key === null) return null;
  // A link may name the rule alone.
  const all = alerts.data?.data ?? [];
  const alert = all.find((each) => alertKey(each) === key) ?? all.find(({ ruleId }) => ruleId === key);
  const rule = rules?.data.find(({ id }) => id === alert?.ruleId);
  return (
    <Dialog
      open
      shape="drawer"
      onClose={() => open(null)}
      title={alert === undefined ? key : ruleText(alert.name)}
      {...(rule?.description !== undefined && { description: ruleText(rule.description) })}
    >
      {alert !== undefined ? (
        <AlertDetails alert={alert} rule={rule} />
      ) : alerts.isPending ? (
        <Skeleton height="16rem" />
      ) : (
        <EmptyState size="sm" title={t('details.gone')} />
      )}
    </Dialog>
  );
}
