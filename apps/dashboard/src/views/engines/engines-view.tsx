import { useMemo, useState } from 'react';
import { addMessages } from '../../i18n/i18n.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useConnectionWord } from '../../shell/connection-state.js';
import { Notice } from '../../ui/notice.js';
import { ErrorState, Skeleton } from '../../ui/state.js';
import { ComparisonCard } from './comparison-card.js';
import { ComparisonChart } from './comparison-chart.js';
import { useEnginePair } from './compared.js';
import { EngineCard } from './engine-card.js';
import { enginesMessages } from './engines-messages.js';
import styles from './engines.module.css';
import { HistoryCard } from './history-card.js';
import { RebuildDialog } from './rebuild-dialog.js';
import { RolloutCard } from './rollout-card.js';
import { ShadowCard } from './shadow-card.js';
import { sharesInForce } from './shares.js';
import { SwitchDialog } from './switch-dialog.js';
import { useEngines, useFollowSwitches, useInFlight, useRollout, type EngineState } from './use-engines.js';

addMessages('engines', enginesMessages);

/** The engines: how each is, which has the turns, and who decided so. */
export function EnginesView() {
  const { t } = useTranslation('engines');
  const { engines, error, retry } = useEngines();
  const word = useConnectionWord();
  useFollowSwitches();
  return (
    <div className={styles.view}>
      <h1 className="visually-hidden">{t('title')}</h1>
      {(word === 'reconnecting' || word === 'stale') && <Notice tone="warning">{t('notLive')}</Notice>}
      {engines !== undefined ? (
        <Engines engines={engines} />
      ) : error !== null ? (
        <ErrorState error={error} onRetry={retry} />
      ) : (
        <div className={styles.cards}>
          <Skeleton height="20rem" />
          <Skeleton height="20rem" />
        </div>
      )}
    </div>
  );
}

function Engines({ engines }: { readonly engines: readonly EngineState[] }) {
  const current = engines.find(({ is_current }) => is_current)?.name ?? '';
  const names = useMemo(() => engines.map(({ name }) => name), [engines]);
  const { data: rollout } = useRollout();
  const inFlight = useInFlight();
  const shares = sharesInForce(rollout?.weights ?? null, current);
  const pair = useEnginePair(names, current);
  const [switchTo, setSwitchTo] = useState<string | null>(null);
  const [rebuild, setRebuild] = useState<string | null>(null);
  const target = engines.find(({ name }) => name === switchTo);
  return (
    <>
      <div className={styles.cards}>
        {engines.map((engine) => (
          <EngineCard
            key={engine.name}
            engine={engine}
            share={shares[engine.name] ?? 0}
            inFlight={inFlight[engine.name] ?? 0}
            onSwitch={() => setSwitchTo(engine.name)}
            onRebuild={() => setRebuild(engine.name)}
          />
        ))}
      </div>
      <div className={styles.comparison}>
        {pair !== null && <ComparisonCard names={names} pair={pair} />}
        <RolloutCard names={names} current={current} />
      </div>
      <ShadowCard />
      <div className={styles.past}>
        {pair !== null && <ComparisonChart names={names} pair={pair} />}
        <HistoryCard />
      </div>
      {target !== undefined && (
        <SwitchDialog
          target={target}
          current={current}
          inFlight={inFlight[current] ?? 0}
          rollout={rollout}
          onClose={() => setSwitchTo(null)}
        />
      )}
      {rebuild !== null && <RebuildDialog engine={rebuild} onClose={() => setRebuild(null)} />}
    </>
  );
}
