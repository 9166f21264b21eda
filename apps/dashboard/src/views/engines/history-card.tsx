import type { EngineSwitch } from '@yychat/protocol';
import { ArrowRight } from 'lucide-react';
import { useMemo } from 'react';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { Card } from '../../ui/card.js';
import { EmptyState, ErrorState, Skeleton } from '../../ui/state.js';
import { Table, type Column } from '../../ui/table.js';
import styles from './engines.module.css';
import { sharesInForce } from './shares.js';
import { useHistory } from './use-engines.js';

/** Who switched what, when and why. */
export function HistoryCard() {
  const { t } = useTranslation('engines');
  const { data, error, refetch } = useHistory();
  const columns = useColumns();
  return (
    <Card title={t('history.title')} flush>
      {data === undefined ? (
        error === null ? (
          <div className={styles.pad}>
            <Skeleton height="8rem" />
          </div>
        ) : (
          <ErrorState error={error} size="sm" onRetry={() => void refetch()} />
        )
      ) : data.data.length === 0 ? (
        <EmptyState size="sm" title={t('history.none')} />
      ) : (
        <div className={styles.history}>
          <Table
            caption={t('history.title')}
            columns={columns}
            rows={data.data}
            keyOf={({ epoch }) => String(epoch)}
          />
        </div>
      )}
    </Card>
  );
}

function useColumns(): readonly Column<EngineSwitch>[] {
  const { t } = useTranslation('engines');
  const { dateTime, integer } = useFormat();
  return useMemo(
    () => [
      { id: 'when', header: t('history.when'), cell: ({ timestamp }) => dateTime(timestamp) },
      { id: 'change', header: t('history.change'), cell: (entry) => <Change entry={entry} /> },
      {
        id: 'by',
        header: t('history.by'),
        cell: ({ by }) => by ?? <span className={styles.faint}>{t('history.service')}</span>,
      },
      {
        id: 'why',
        header: t('history.why'),
        cell: ({ reason }) =>
          reason === null ? (
            <span className={styles.faint}>–</span>
          ) : (
            <span className={styles.why}>{reason === 'first start' ? t('history.firstStart') : reason}</span>
          ),
      },
      { id: 'epoch', header: t('history.epoch'), numeric: true, cell: ({ epoch }) => integer(epoch) },
    ],
    [t, dateTime, integer],
  );
}

function Change({
  entry: { old_engine: before, new_engine: after, rollout },
}: {
  readonly entry: EngineSwitch;
}) {
  const { t } = useTranslation('engines');
  const { percent } = useFormat();
  if (rollout !== null) {
    const shares = rollout.weights === null ? [] : Object.entries(sharesInForce(rollout.weights, after));
    const parts = [
      ...shares.map(([name, share]) => `${name} ${percent(share)}`),
      ...(rollout.shadow === null
        ? []
        : [
            t('history.shadow', {
              engine: rollout.shadow.engine,
              share: percent(rollout.shadow.sample),
            }),
          ]),
    ];
    return (
      <span className={styles.rollout}>
        <span className={styles.faint}>{t('history.rollout')}</span> {parts.join(' · ')}
      </span>
    );
  }
  if (before === null || before === after)
    return (
      <>
        {before !== null && <span className={styles.faint}>{t('history.rolloutEnded')} </span>}
        {after}
      </>
    );
  return (
    <span className={styles.change}>
      {before}
      <ArrowRight aria-label={t('history.to')} />
      <strong>{after}</strong>
    </span>
  );
}
