import type { Statistics } from '@yychat/protocol';
import { useTranslation } from '../../i18n/use-translation.js';
import { FigureCard } from './figure-card.js';
import { figures } from './figures.js';
import type { OverviewRow } from './overview-rows.js';
import styles from './overview.module.css';
import { useStatisticsBefore } from './use-overview.js';

export interface FigureCardsProps {
  readonly statistics: Statistics | undefined;
  readonly rows: readonly OverviewRow[];
}

export function FigureCards({ statistics, rows }: FigureCardsProps) {
  const { t } = useTranslation('overview');
  const before = useStatisticsBefore(statistics);
  return (
    <dl className={styles.figures} aria-label={t('figures.label')}>
      {figures.map((figure) => (
        <FigureCard key={figure.id} figure={figure} statistics={statistics} rows={rows} before={before} />
      ))}
    </dl>
  );
}
