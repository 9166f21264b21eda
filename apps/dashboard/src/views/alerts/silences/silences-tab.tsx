import { useMutation } from '@tanstack/react-query';
import type { AlertMatch, AlertRule, AlertSilence } from '@yychat/protocol';
import { BellOff, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { call } from '../../../api/client.js';
import { useFormat } from '../../../i18n/use-format.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useRuleText } from '../../../rules/use-rule-text.js';
import { useNow } from '../../../live/use-now.js';
import { Badge } from '../../../ui/badge.js';
import { Button } from '../../../ui/button.js';
import { Card } from '../../../ui/card.js';
import { EmptyState, ErrorState, Skeleton, useReason } from '../../../ui/state.js';
import { Table, type Column } from '../../../ui/table.js';
import { useToast } from '../../../ui/toast.js';
import styles from '../alerts.module.css';
import { useRefresh, useRules, useSilences } from '../use-alerts.js';
import { SilenceDialog } from './silence-dialog.js';

/** What tells nobody for a time. */
export function SilencesTab() {
  const { t } = useTranslation('alerts');
  const silences = useSilences();
  const [creating, setCreating] = useState(false);
  const now = useNow(5_000);
  const list = silences.data?.data;
  return (
    <div className={styles.stack}>
      <Card
        title={t('tabs.silences')}
        flush
        actions={
          <Button size="sm" onClick={() => setCreating(true)}>
            <Plus aria-hidden />
            {t('silences.new')}
          </Button>
        }
      >
        {silences.isPending && <Skeleton height="8rem" />}
        {list === undefined && silences.error !== null && (
          <ErrorState error={silences.error} onRetry={() => void silences.refetch()} />
        )}
        {list?.length === 0 && (
          <EmptyState size="sm" icon={<BellOff aria-hidden />} title={t('silences.none')}>
            {t('silences.noneText')}
          </EmptyState>
        )}
        {list !== undefined && list.length > 0 && <SilenceTable silences={list} now={now} />}
      </Card>
      {creating && <SilenceDialog match={{}} onClose={() => setCreating(false)} />}
    </div>
  );
}

function SilenceTable({
  silences,
  now,
}: {
  readonly silences: readonly AlertSilence[];
  readonly now: number;
}) {
  const { t } = useTranslation('alerts');
  const { dateTime } = useFormat();
  const { data: rules } = useRules();
  const byId = useMemo(() => new Map(rules?.data.map((rule) => [rule.id, rule])), [rules]);
  const columns = useMemo<readonly Column<AlertSilence>[]>(
    () => [
      {
        id: 'state',
        header: t('columns.state'),
        cell: (silence) => {
          const state = stateOf(silence, now);
          return (
            <Badge tone={state === 'active' ? 'info' : 'neutral'}>{t(`silences.states.${state}`)}</Badge>
          );
        },
      },
      { id: 'match', header: t('silences.match'), cell: ({ match }) => <Match match={match} rules={byId} /> },
      {
        id: 'reason',
        header: t('silences.reason'),
        cell: ({ reason }) => <span className={styles.reason}>{reason}</span>,
      },
      { id: 'by', header: t('columns.who'), cell: ({ createdBy }) => createdBy },
      { id: 'from', header: t('silences.from'), cell: ({ startsAt }) => dateTime(startsAt) },
      { id: 'until', header: t('silences.until'), cell: ({ endsAt }) => dateTime(endsAt) },
      {
        id: 'end',
        header: <span className="visually-hidden">{t('silences.end')}</span>,
        cell: (silence) => (stateOf(silence, now) === 'ended' ? '' : <EndButton silence={silence} />),
      },
    ],
    [t, dateTime, byId, now],
  );
  return <Table caption={t('tabs.silences')} columns={columns} rows={silences} keyOf={({ id }) => id} />;
}

function stateOf({ startsAt, endsAt }: AlertSilence, now: number): 'active' | 'later' | 'ended' {
  return endsAt <= now ? 'ended' : startsAt > now ? 'later' : 'active';
}

function Match({
  match,
  rules,
}: {
  readonly match: AlertMatch;
  readonly rules: ReadonlyMap<string, AlertRule>;
}) {
  const { t } = useTranslation('alerts');
  const ruleText = useRuleText();
  const { rule, engine, severity, labels = {} } = match;
  return (
    <span className={styles.badges}>
      {rule !== undefined && <Badge>{ruleText(rules.get(rule)?.name ?? rule)}</Badge>}
      {engine !== undefined && <Badge>{engine}</Badge>}
      {severity !== undefined && <Badge>{t(`severity.${severity}`)}</Badge>}
      {Object.entries(labels).map(([name, value]) => (
        <Badge key={name}>
          {name}={value}
        </Badge>
      ))}
    </span>
  );
}

function EndButton({ silence }: { readonly silence: AlertSilence }) {
  const { t } = useTranslation('alerts');
  const toast = useToast();
  const refresh = useRefresh();
  const end = useMutation({
    mutationFn: () => call(`DELETE /v1/alerts/silences/${encodeURIComponent(silence.id)}`),
    async onSuccess() {
      await refresh();
      toast({ title: t('silences.endedNow') });
    },
  });
  const reason = useReason(end.error);
  return (
    <span className={styles.badges}>
      <Button size="sm" disabled={end.isPending} onClick={() => end.mutate()}>
        {t('silences.end')}
      </Button>
      {end.error !== null && (
        <span role="alert" className={styles.wrong}>
          {reason}
        </span>
      )}
    </span>
  );
}
