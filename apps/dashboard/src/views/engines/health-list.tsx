import type { EngineHealth } from '@yychat/protocol';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { StatusDot } from '../../ui/badge.js';
import { HEALTH_TONES } from './engine-words.js';
import styles from './engines.module.css';

/** What an engine depends on, and how each part is. */
export function HealthList({ health }: { readonly health: EngineHealth }) {
  const { t } = useTranslation('engines');
  const { duration } = useFormat();
  return (
    <ul className={styles.parts} aria-label={t('card.dependencies')}>
      {health.dependencies.map(({ name, status, latency, reason, required }) => (
        <li key={name} className={styles.part}>
          <StatusDot tone={HEALTH_TONES[status]} />
          <span className={styles.partName}>
            {isNamed(name) ? t(`parts.${name}`) : name}
            {!required && <span className={styles.faint}> {t('card.optional')}</span>}
          </span>
          <span className={styles.partState}>
            {status === 'up' ? (
              <span className="visually-hidden">{t('health.up')}</span>
            ) : (
              <strong>{t(`health.${status}`)}</strong>
            )}{' '}
            <span className={styles.faint}>{duration(latency / 1_000)}</span>
          </span>
          {reason !== undefined && <span className={styles.partReason}>{reason}</span>}
        </li>
      ))}
    </ul>
  );
}

const NAMED = ['upstream', 'memory', 'conversation_log', 'mem0'] as const;

function isNamed(name: string): name is (typeof NAMED)[number] {
  return (NAMED as readonly string[]).includes(name);
}
