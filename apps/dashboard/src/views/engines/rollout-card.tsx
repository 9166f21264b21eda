import type { CurrentRollout } from '@yychat/protocol';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { Card } from '../../ui/card.js';
import { ErrorState, Skeleton } from '../../ui/state.js';
import { colorOf } from './engine-color.js';
import styles from './engines.module.css';
import own from './rollout.module.css';
import { RolloutForm } from './rollout-form.js';
import { sharesInForce } from './shares.js';
import { useRollout } from './use-engines.js';

export interface RolloutCardProps {
  readonly names: readonly string[];
  /** Name of the engine in force. */
  readonly current: string;
}

/** How turns are spread now, and how they are to be. */
export function RolloutCard({ names, current }: RolloutCardProps) {
  const { t } = useTranslation('engines');
  const { data, error, refetch } = useRollout();
  return (
    <Card title={t('rollout.title')} hint={t('rollout.hint')}>
      {data !== undefined ? (
        <div className={styles.stack}>
          <InForce rollout={data} names={names} current={current} />
          {/* What is in force has changed: so has what the form begins with. */}
          <RolloutForm key={data.epoch} rollout={data} names={names} current={current} />
        </div>
      ) : error !== null ? (
        <ErrorState error={error} size="sm" onRetry={() => void refetch()} />
      ) : (
        <Skeleton height="12rem" />
      )}
    </Card>
  );
}

interface InForceProps extends RolloutCardProps {
  readonly rollout: CurrentRollout;
}

function InForce({ rollout: { weights, shadow, since }, names, current }: InForceProps) {
  const { t } = useTranslation('engines');
  const { percent, dateTime } = useFormat();
  const shares = sharesInForce(weights, current);
  const shown = names.filter((name) => (shares[name] ?? 0) > 0);
  const isNone = weights === null && shadow === null;
  return (
    <div data-rollout={isNone ? 'none' : 'set'}>
      <div className={own.shareBar} aria-hidden>
        {shown.map((name) => (
          <span
            key={name}
            style={{
              flexGrow: shares[name] ?? 0,
              background: `var(--series-${colorOf(names.indexOf(name))})`,
            }}
          />
        ))}
      </div>
      <ul className={own.shareLegend}>
        {shown.map((name) => (
          <li key={name}>
            <span
              aria-hidden
              className={own.swatch}
              style={{ background: `var(--series-${colorOf(names.indexOf(name))})` }}
            />
            {name} <strong>{percent(shares[name] ?? 0)}</strong>
          </li>
        ))}
      </ul>
      <p className={styles.faint}>
        {isNone ? t('rollout.none') : t('rollout.since', { time: dateTime(since) })}
        {shadow !== null &&
          ` ${t('rollout.shadowNow', { engine: shadow.engine, share: percent(shadow.sample) })}`}
      </p>
    </div>
  );
}
