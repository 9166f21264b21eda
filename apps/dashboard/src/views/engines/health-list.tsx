import type { DependencyHealth, EngineHealth } from '@yychat/protocol';
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
      {health.dependencies.map(({ name, status, latency, required, ...why }) => (
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
          {status !== 'up' && <HealthReason {...why} />}
        </li>
      ))}
    </ul>
  );
}

function HealthReason({ reason, code, detail }: Pick<DependencyHealth, 'reason' | 'code' | 'detail'>) {
  const { t } = useTranslation('engines');
  const known = CODES.find((each) => each === code);
  if (known === undefined && reason === undefined) return null;
  return (
    <span className={styles.partReason} data-reason={code}>
      {known === undefined ? reason : t(`reasons.${known}`)}
      {known !== undefined && detail !== undefined && <> ({detail})</>}
    </span>
  );
}

const CODES = [
  ...(['unreachable', 'credentials_refused', 'bad_status', 'store_failed'] as const),
  ...(['facts_failed', 'extraction_failed', 'check_failed', 'check_timeout'] as const),
];

const NAMED = ['upstream', 'memory', 'conversation_log', 'mem0'] as const;

function isNamed(name: string): name is (typeof NAMED)[number] {
  return (NAMED as readonly string[]).includes(name);
}
