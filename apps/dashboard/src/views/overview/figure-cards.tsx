import type { Statistics } from '@yychat/protocol';
import { useTranslation } from '../../i18n/use-translation.js';
import { useLive } from '../../live/live-context.js';
import type { LiveSample } from '../../live/live-data.js';
import { useEngineFilter } from '../../url/shared-params.js';
import { FigureCard } from './figure-card.js';
import { figures } from './figures.js';
import type { OverviewRow } from './overview-rows.js';
import styles from './overview.module.css';

/** Milliseconds that must lie between two states that are compared. */
const LONG_AGO = 20_000;

export interface FigureCardsProps {
  readonly statistics: Statistics | undefined;
  readonly rows: readonly OverviewRow[];
}

export function FigureCards({ statistics, rows }: FigureCardsProps) {
  const { t } = useTranslation('overview');
  const [engine] = useEngineFilter();
  const samples = useLive(({ data }) => data?.samples);
  const since = engine === null && samples !== undefined ? firstOf(samples) : null;
  return (
    <dl className={styles.figures} aria-label={t('figures.label')}>
      {figures.map((figure) => (
        <FigureCard key={figure.id} figure={figure} statistics={statistics} rows={rows} since={since} />
      ))}
    </dl>
  );
}

function firstOf(samples: readonly LiveSample[]): LiveSample | null {
  const [first, last] = [samples[0], samples.at(-1)];
  return first !== undefined && last !== undefined && last.at - first.at >= LONG_AGO ? first : null;
}
