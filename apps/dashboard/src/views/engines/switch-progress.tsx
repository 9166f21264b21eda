import type { SwitchedEngine } from '@yychat/protocol';
import { CircleAlert, CircleCheck, LoaderCircle } from 'lucide-react';
import { useTranslation } from '../../i18n/use-translation.js';
import { useLive } from '../../live/live-context.js';
import { Notice } from '../../ui/notice.js';
import styles from './engines.module.css';
import own from './switch-progress.module.css';

export interface SwitchProgressProps {
  readonly target: string;
  /** What the service said in the end; undefined: it has not yet. */
  readonly answer: SwitchedEngine | undefined;
  /** Whether it was told that the engine is in force. */
  readonly isInForce: boolean;
}

/** How a switch goes, from the order to the last instance. */
export function SwitchProgress({ target, answer, isInForce }: SwitchProgressProps) {
  const { t } = useTranslation('engines');
  const known = useLive(({ data }) => data?.system.instances.length) ?? 1;
  const done = answer?.instances.filter(({ acknowledged }) => acknowledged).length ?? 0;
  const all = answer?.instances.length ?? known;
  const isLate = answer !== undefined && done < all;
  return (
    <div className={styles.stack} role="status" data-switched={answer === undefined ? 'pending' : 'done'}>
      <ol className={own.steps}>
        <Step state={isInForce ? 'done' : 'busy'}>
          {isInForce ? t('progress.inForce', { engine: target }) : t('progress.checking')}
          {answer !== undefined && (
            <span className={styles.faint}> {t('progress.epoch', { epoch: answer.epoch })}</span>
          )}
        </Step>
        <Step state={answer === undefined ? 'busy' : isLate ? 'late' : 'done'}>
          {answer === undefined
            ? t('progress.telling', { count: all })
            : t('progress.acknowledged', { done, count: all })}
          {answer !== undefined && (
            <ul className={own.instances}>
              {answer.instances.map(({ id, acknowledged }) => (
                <li key={id}>
                  <code>{id}</code>
                  <span className={acknowledged ? styles.good : styles.warn}>
                    {t(acknowledged ? 'progress.has' : 'progress.hasNot')}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Step>
      </ol>
      {isLate && <Notice tone="warning">{t('progress.late')}</Notice>}
    </div>
  );
}

function Step({
  state,
  children,
}: {
  readonly state: 'busy' | 'done' | 'late';
  readonly children: React.ReactNode;
}) {
  const Icon = { busy: LoaderCircle, done: CircleCheck, late: CircleAlert }[state];
  return (
    <li className={own.step}>
      <Icon aria-hidden className={own[state]} />
      <div>{children}</div>
    </li>
  );
}
