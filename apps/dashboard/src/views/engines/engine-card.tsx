import { ArrowLeftRight, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useMay } from '../../session/session.js';
import { Badge, StatusDot } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { cx } from '../../ui/cx.js';
import { Skeleton } from '../../ui/state.js';
import { HEALTH_TONES, useMemoryWords } from './engine-words.js';
import styles from './engines.module.css';
import { HealthList } from './health-list.js';
import { memoryFactsOf, type MemoryFacts } from './memory-facts.js';
import type { EngineState } from './use-engines.js';

export interface EngineCardProps {
  readonly engine: EngineState;
  /** Of the conversations that it has, 0 to 1. */
  readonly share: number;
  /** Turns that it has now. */
  readonly inFlight: number;
  readonly onSwitch: () => void;
  readonly onRebuild: () => void;
}

/** One engine: whether it has the turns, how it is, and what its memory does. */
export function EngineCard({ engine, share, inFlight, onSwitch, onRebuild }: EngineCardProps) {
  const { t } = useTranslation('engines');
  const { t: common } = useTranslation();
  const { percent, integer } = useFormat();
  const needsAdmin = useMay('admin') ? undefined : common('role.needsAdmin');
  const { name, version, description, features, status, health, is_current: isCurrent } = engine;
  const memory = memoryFactsOf(engine);
  // What remembers the log itself has nothing that could be made anew.
  const canRebuild = memory !== null && memory.extraction !== null;
  return (
    <Card
      title={name}
      hint={version}
      className={cx(styles.engine, isCurrent && styles.current)}
      actions={
        isCurrent ? (
          <Badge tone="accent">{t('card.current')}</Badge>
        ) : (
          <Button size="sm" disabledReason={needsAdmin} onClick={onSwitch}>
            <ArrowLeftRight aria-hidden />
            {t('card.switch')}
            <span className="visually-hidden">{name}</span>
          </Button>
        )
      }
    >
      <div className={styles.engineBody} data-engine={name}>
        <p className={styles.description}>{isDescribed(name) ? t(`descriptions.${name}`) : description}</p>
        <dl className={styles.glance}>
          <div>
            <dt>{t('card.health')}</dt>
            <dd className={styles.health} data-health={status}>
              <StatusDot tone={HEALTH_TONES[status]} />
              {t(`health.${status}`)}
            </dd>
          </div>
          <div>
            <dt>{t('card.share')}</dt>
            <dd>{percent(share)}</dd>
          </div>
          <div>
            <dt>{t('card.inFlight')}</dt>
            <dd>{integer(inFlight)}</dd>
          </div>
        </dl>
        {health === null ? <Skeleton height="5rem" /> : <HealthList health={health} />}
        {memory !== null && (
          <Memory facts={memory}>
            {canRebuild && (
              <Button size="sm" disabledReason={needsAdmin} onClick={onRebuild}>
                <RotateCcw aria-hidden />
                {t('rebuild.open')}
              </Button>
            )}
          </Memory>
        )}
        <ul className={styles.features} aria-label={t('card.features')}>
          {features.map((feature) => (
            <li key={feature}>
              <Badge>{isFeature(feature) ? t(`features.${feature}`) : feature}</Badge>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}

interface MemoryProps {
  readonly facts: MemoryFacts;
  /** Beside the state of its facts. */
  readonly children: ReactNode;
}

function Memory({ facts, children }: MemoryProps) {
  const { t } = useTranslation('engines');
  const words = useMemoryWords();
  return (
    <dl className={styles.memory} aria-label={t('memory.label')}>
      {words(facts).map(({ id, text, note, tone }) => (
        <div key={id}>
          <dt>{t(`memory.names.${id}`)}</dt>
          <dd>
            <span>
              {tone !== undefined && <StatusDot tone={tone} />} {text}
              {note !== undefined && <span className={styles.note}>{note}</span>}
            </span>
            {id === 'facts' && children}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const DESCRIBED = ['chat_engine', 'mem0_proxy'] as const;
const FEATURES = ['conversation_log', 'memory', 'personalities', 'streaming', 'tools'] as const;

/** The service describes in English; its own two are known in both languages. */
function isDescribed(name: string): name is (typeof DESCRIBED)[number] {
  return (DESCRIBED as readonly string[]).includes(name);
}

function isFeature(name: string): name is (typeof FEATURES)[number] {
  return (FEATURES as readonly string[]).includes(name);
}
