import { CircleAlert } from 'lucide-react';
import { Suspense, useDeferredValue } from 'react';
import { ContentsFolds } from '../../contents/contents-folds.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { lazily } from '../../lazily.js';
import { cx } from '../../ui/cx.js';
import { useReason } from '../../ui/state.js';
import styles from './answer.module.css';
import { AnswerFacts } from './answer-facts.js';
import { isOpen, type Exchange } from './exchange.js';
import { useTurn } from './use-playground-data.js';

const Markdown = lazily(async () => (await import('./markdown.js')).Markdown);

/** What came back, and what the service did for it. */
export function Answer({ exchange }: { readonly exchange: Exchange }) {
  const { t } = useTranslation('playground');
  const { answer, status, error, engine, requestId } = exchange;
  const { data: turn } = useTurn(engine === null || isOpen(exchange) ? null : requestId);
  const text = useDeferredValue(answer);
  return (
    <div className={styles.answer} data-answer={status} aria-busy={isOpen(exchange)}>
      {status === 'waiting' && (
        <p className={styles.waiting}>
          <span className={styles.dots} aria-hidden />
          {t('answer.waiting')}
        </p>
      )}
      {text !== '' && (
        <div className={cx(styles.text, status === 'streaming' && styles.streaming)}>
          <Suspense fallback={<p className={styles.plain}>{text}</p>}>
            <Markdown text={text} />
          </Suspense>
        </div>
      )}
      {status === 'stopped' && <p className={styles.note}>{t('answer.stopped')}</p>}
      {status === 'done' && answer === '' && <p className={styles.note}>{t('answer.empty')}</p>}
      {error !== null && <Failure exchange={exchange} error={error} />}
      <AnswerFacts exchange={exchange} turn={turn} />
      <ContentsFolds turn={turn} />
    </div>
  );
}

function Failure({ error }: { readonly exchange: Exchange; readonly error: NonNullable<Exchange['error']> }) {
  const { t } = useTranslation('playground');
  const reason = useReason(error);
  return (
    <div role="alert" className={styles.failure}>
      <CircleAlert aria-hidden />
      <div>
        <p>{reason}</p>
        <p className={styles.failureFacts}>
          {error.code !== null && <code>{error.code}</code>}
          {error.status >= 400 && <span>HTTP {error.status}</span>}
          {error.param !== null && <span>{t('answer.param', { param: error.param })}</span>}
        </p>
      </div>
    </div>
  );
}
