import { useMutation } from '@tanstack/react-query';
import type { AlertRule } from '@yychat/protocol';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { isApiError } from '../../../api/api-error.js';
import { call } from '../../../api/client.js';
import { useFormat } from '../../../i18n/use-format.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useRuleText } from '../../../rules/use-rule-text.js';
import { useMay } from '../../../session/session.js';
import { Badge } from '../../../ui/badge.js';
import { Button } from '../../../ui/button.js';
import { Card } from '../../../ui/card.js';
import { Switch } from '../../../ui/field.js';
import { EmptyState } from '../../../ui/state.js';
import { Table, type Column } from '../../../ui/table.js';
import { useToast } from '../../../ui/toast.js';
import { SeverityBadge } from '../alert-badges.js';
import { NEW_RULE, useEditedRule } from '../alerts-params.js';
import styles from '../alerts.module.css';
import { signalName } from '../signal-format.js';
import { useRefresh } from '../use-alerts.js';
import { useConditionText } from '../use-condition-text.js';

export function RuleList({ rules }: { readonly rules: readonly AlertRule[] }) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation();
  const isAdmin = useMay('admin');
  const [, edit] = useEditedRule();
  const columns = useColumns();
  return (
    <div className={styles.stack}>
      {!isAdmin && <p className={styles.note}>{t('rules.readOnly')}</p>}
      <Card
        title={t('tabs.rules')}
        hint={t('rules.count', { count: rules.length })}
        flush
        actions={
          <Button
            size="sm"
            disabledReason={isAdmin ? undefined : common('role.needsAdmin')}
            onClick={() => edit(NEW_RULE, { push: true })}
          >
            <Plus aria-hidden />
            {t('rules.new')}
          </Button>
        }
      >
        {rules.length === 0 ? (
          <EmptyState size="sm" title={t('rules.none')}>
            {t('rules.noneText')}
          </EmptyState>
        ) : (
          <Table caption={t('tabs.rules')} columns={columns} rows={rules} keyOf={({ id }) => id} />
        )}
      </Card>
    </div>
  );
}

function useColumns(): readonly Column<AlertRule>[] {
  const { t } = useTranslation('alerts');
  const { duration } = useFormat();
  const conditionText = useConditionText();
  return useMemo(
    () => [
      { id: 'enabled', header: t('columns.enabled'), cell: (rule) => <EnabledSwitch rule={rule} /> },
      {
        id: 'name',
        header: t('columns.rule'),
        cell: (rule) => <EditLink rule={rule} />,
        sortBy: ({ name }) => name,
      },
      {
        id: 'severity',
        header: t('columns.severity'),
        cell: ({ severity }) => <SeverityBadge severity={severity} />,
      },
      {
        id: 'condition',
        header: t('columns.condition'),
        cell: (rule) => (
          <>
            <code>{signalName(rule.signal)}</code> {conditionText(rule)}
          </>
        ),
      },
      {
        id: 'for',
        header: t('columns.for'),
        numeric: true,
        cell: (rule) => (rule.for === 0 ? '–' : duration(rule.for)),
      },
      {
        id: 'scope',
        header: t('columns.engine'),
        cell: ({ scope: { engine } }) =>
          engine === undefined || engine === 'active' || engine === 'each'
            ? t(`scope.${engine ?? 'all'}`)
            : engine,
      },
      {
        id: 'channels',
        header: t('columns.channels'),
        cell: ({ channels }) =>
          channels === 'all' ? (
            t('rules.all')
          ) : channels.length === 0 ? (
            t('rules.noChannels')
          ) : (
            <span className={styles.badges}>
              {channels.map((id) => (
                <Badge key={id}>{id}</Badge>
              ))}
            </span>
          ),
      },
    ],
    [t, duration, conditionText],
  );
}

function EditLink({ rule }: { readonly rule: AlertRule }) {
  const [, edit] = useEditedRule();
  const ruleText = useRuleText();
  return (
    <button type="button" className={styles.link} onClick={() => edit(rule.id, { push: true })}>
      {ruleText(rule.name)}
    </button>
  );
}

function EnabledSwitch({ rule }: { readonly rule: AlertRule }) {
  const { t } = useTranslation('alerts');
  const name = useRuleText()(rule.name);
  const isAdmin = useMay('admin');
  const toast = useToast();
  const refresh = useRefresh();
  const toggle = useMutation({
    mutationFn: (enabled: boolean) =>
      call<AlertRule>(`PUT /v1/alerts/rules/${encodeURIComponent(rule.id)}`, { body: { ...rule, enabled } }),
    onError: (error) =>
      toast({
        tone: 'critical',
        title: t('rules.notChanged', { name }),
        text: isApiError(error) && error.status === 409 ? t('rules.changedByOther') : error.message,
      }),
    onSettled: () => refresh(),
  });
  return (
    <span className={styles.onlySwitch}>
      <Switch
        label={t('rules.enable', { name })}
        checked={toggle.isPending ? toggle.variables : rule.enabled}
        disabled={!isAdmin || toggle.isPending}
        onChange={(enabled) => toggle.mutate(enabled)}
      />
    </span>
  );
}
