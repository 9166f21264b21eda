import { useTranslation } from '../../../i18n/use-translation.js';
import { EmptyState, ErrorState, Skeleton } from '../../../ui/state.js';
import { NEW_RULE, useEditedRule } from '../alerts-params.js';
import { useRules } from '../use-alerts.js';
import { RuleEditor } from './rule-editor.js';
import { RuleList } from './rule-list.js';

/** What is watched. */
export function RulesTab() {
  const { t } = useTranslation('alerts');
  const [edited] = useEditedRule();
  const rules = useRules();
  if (rules.isPending) return <Skeleton height="16rem" />;
  if (rules.data === undefined)
    return <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />;
  const list = rules.data.data;
  if (edited === null) return <RuleList rules={list} />;
  if (edited === NEW_RULE) return <RuleEditor key={NEW_RULE} rule={null} rules={list} />;
  const rule = list.find(({ id }) => id === edited);
  if (rule === undefined) return <EmptyState title={t('rules.gone', { id: edited })} />;
  return <RuleEditor key={rule.id} rule={rule} rules={list} />;
}
