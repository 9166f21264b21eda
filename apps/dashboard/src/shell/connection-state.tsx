import { useFormat } from '../i18n/use-format.js';
import { useTranslation } from '../i18n/use-translation.js';
import { useLive, useLiveStore } from '../live/live-context.js';
import { useNow } from '../live/use-now.js';
import { StatusDot, type Tone } from '../ui/badge.js';
import styles from './status-bar.module.css';

export type ConnectionWord = 'connecting' | 'reconnecting' | 'stale' | 'paused' | 'live';

const TONES: Readonly<Record<ConnectionWord, Tone>> = {
  connecting: 'neutral',
  reconnecting: 'warning',
  stale: 'warning',
  paused: 'info',
  live: 'ok',
};

/** The one thing about the connection that matters most. */
export function useConnectionWord(): ConnectionWord {
  return useLive(({ connection, stale, paused, data }) => {
    if (connection === 'reconnecting') return 'reconnecting';
    if (data === null) return 'connecting';
    if (stale) return 'stale';
    return paused ? 'paused' : 'live';
  });
}

export function ConnectionState() {
  const { t } = useTranslation();
  const word = useConnectionWord();
  const seq = useLive(({ data }) => data?.seq);
  return (
    <span
      className={`${styles.fact} ${styles.connection}`}
      data-fact="connection"
      data-connection={word}
      data-frame={seq}
    >
      <StatusDot tone={TONES[word]} />
      {word === 'stale' ? <Stale /> : t(`connection.${word}`)}
    </span>
  );
}

function Stale() {
  const { t } = useTranslation();
  const age = useFrameAge();
  return t('connection.stale', { age });
}

export function FrameAge() {
  const { t } = useTranslation();
  const age = useFrameAge();
  const isKnown = useLive(({ data }) => data !== null);
  if (!isKnown) return null;
  return <span className={styles.age}>{t('status.age', { age })}</span>;
}

/** In words, by whole seconds. */
function useFrameAge(): string {
  const store = useLiveStore();
  const format = useFormat();
  const now = useNow();
  const { lastFrameAt } = store.state;
  if (lastFrameAt === null) return '–';
  const seconds = Math.max(0, Math.round((now - lastFrameAt) / 1_000));
  return seconds === 0 ? '0 s' : format.duration(seconds);
}
