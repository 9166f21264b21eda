import { useMemo } from 'react';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useRuleText } from '../../../rules/use-rule-text.js';
import { Button } from '../../../ui/button.js';
import { Card } from '../../../ui/card.js';
import { Segmented } from '../../../ui/segmented.js';
import { Select } from '../../../ui/select.js';
import { EmptyState, ErrorState, Skeleton } from '../../../ui/state.js';
import { Toolbar } from '../../../ui/toolbar.js';
import { KINDS, useHistoryKind, useHistoryRule } from '../alerts-params.js';
import styles from '../alerts.module.css';
import { useRules } from '../use-alerts.js';
import { HistoryList } from './history-list.js';
import { TYPES_OF, useHistory } from './use-history.js';

const ALL = '';

/** What happened, newest first. */
export function HistoryTab() {
  const { t } = useTranslation('alerts');
  const ruleText = useRuleText();
  const [kind, setKind] = useHistoryKind();
  const [rule, setRule] = useHistoryRule();
  const { data: rules } = useRules();
  const byId = useMemo(() => new Map(rules?.data.map((each) => [each.id, each])), [rules]);
  const history = useHistory({ rule, type: TYPES_OF[kind] });
  const entries = history.data?.pages.flatMap(({ data }) => data);
  const ids = new Set(byId.keys());
  if (rule !== null) ids.add(rule);
  return (
    <div className={styles.stack}>
      <Toolbar label={t('history.filter')}>
        <Segmented
          label={t('history.kind')}
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: t(`history.kinds.${value}`) }))}
        />
        <Select
          label={t('columns.rule')}
          value={rule ?? ALL}
          onChange={(id) => setRule(id === ALL ? null : id)}
          options={[
            { value: ALL, label: t('history.allRules') },
            ...[...ids].map((id) => ({ value: id, label: ruleText(byId.get(id)?.name ?? id) })),
          ]}
        />
      </Toolbar>
      {history.isPending && <Skeleton height="16rem" />}
      {entries === undefined && history.error !== null && (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} />
      )}
      {entries !== undefined && (
        <Card title={t('tabs.history')} flush>
          {entries.length === 0 ? (
            <EmptyState size="sm" title={t('history.none')}>
              {t('history.noneText')}
            </EmptyState>
          ) : (
            <HistoryList entries={entries} rules={byId} />
          )}
        </Card>
      )}
      {history.hasNextPage && (
        <Button
          className={styles.center}
          disabled={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t('history.more')}
        </Button>
      )}
    </div>
  );
}
