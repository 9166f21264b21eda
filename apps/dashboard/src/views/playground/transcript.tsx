import { ArrowRight, FlaskConical } from 'lucide-react';
import { Fragment, useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from '../../i18n/use-translation.js';
import { ErrorState, Skeleton } from '../../ui/state.js';
import { Answer } from './answer.js';
import type { Exchange } from './exchange.js';
import styles from './playground.module.css';

/** Pixels from the end within which new text is followed. */
const NEAR = 120;

export interface TranscriptProps {
  readonly exchanges: readonly Exchange[];
  /** There is more before the first. */
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly error: Error | null;
  readonly onRetry: () => void;
  readonly demo: boolean;
  /** At the end. */
  readonly children: ReactNode;
}

/** What was said. */
export function Transcript({ exchanges, hasMore, loading, error, onRetry, demo, children }: TranscriptProps) {
  const { t } = useTranslation('playground');
  const box = useFollowing(exchanges);
  return (
    // Keys must reach what is scrolled.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={box} className={styles.transcript} role="region" aria-label={t('transcript')} tabIndex={0}>
      <div className={styles.column}>
        {demo && (
          <p className={styles.demo}>
            <FlaskConical aria-hidden />
            <span>{t('demo')}</span>
          </p>
        )}
        {hasMore && <p className={styles.divider}>{t('hasMore')}</p>}
        {loading && <Skeleton height="8rem" />}
        {error !== null && <ErrorState error={error} onRetry={onRetry} size="sm" />}
        {exchanges.map((exchange, i) => (
          <Fragment key={exchange.id}>
            <Switched before={exchanges[i - 1]} now={exchange} />
            <article className={styles.exchange} aria-label={t('turn', { number: i + 1 })}>
              <p className={styles.question}>{exchange.question}</p>
              <Answer exchange={exchange} />
            </article>
          </Fragment>
        ))}
        {!loading && error === null && children}
      </div>
    </div>
  );
}

/** Says that another engine answers from here on. */
function Switched({ before, now }: { readonly before: Exchange | undefined; readonly now: Exchange }) {
  const { t } = useTranslation('playground');
  if (before === undefined || before.engine === null || now.engine === null || before.engine === now.engine)
    return null;
  return (
    <p className={styles.divider} data-switched={now.engine}>
      <span className="visually-hidden">{t('switched')}</span>
      {before.engine}
      <ArrowRight aria-hidden />
      <strong>{now.engine}</strong>
    </p>
  );
}

/** Keeps the end in sight as it grows, unless somebody reads further up. */
function useFollowing(exchanges: readonly Exchange[]) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const count = exchanges.length;
  useEffect(() => {
    // Whoever asks wants to see the answer.
    isAtEnd.current = true;
    if (count > 0) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [count]);
  useEffect(() => {
    const area = box.current;
    const content = area?.firstElementChild;
    if (area == null || content == null) return undefined;
    const look = () => {
      isAtEnd.current = area.scrollHeight - area.scrollTop - area.clientHeight < NEAR;
    };
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) area.scrollTop = area.scrollHeight;
    });
    observer.observe(content);
    area.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      area.removeEventListener('scroll', look);
    };
  }, []);
  return box;
}
