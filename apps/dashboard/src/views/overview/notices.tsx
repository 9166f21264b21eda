import type { Statistics } from '@yychat/protocol';
import { CirclePause, TriangleAlert } from 'lucide-react';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useLive } from '../../live/live-context.js';
import { useConnectionWord } from '../../shell/connection-state.js';
import { cx } from '../../ui/cx.js';
import styles from './overview.module.css';

/** Why what is shown may not be how it is now. */
export function Notices({ statistics }: { readonly statistics: Statistics | undefined }) {
  const { t } = useTranslation('overview');
  const { time } = useFormat();
  const word = useConnectionWord();
  const timestamp = useLive(({ data }) => data?.timestamp);
  const at = timestamp === undefined ? '–' : time(timestamp);
  const isOld = word === 'stale' || word === 'reconnecting';
  return (
    <>
      {timestamp !== undefined && (isOld || word === 'paused') && (
        <p className={cx(styles.notice, word === 'paused' && styles.calm)} data-notice={word}>
          {word === 'paused' ? <CirclePause aria-hidden /> : <TriangleAlert aria-hidden />}
          {t(`notice.${word}`, { time: at })}
        </p>
      )}
      {statistics?.complete === false && (
        <p className={styles.notice} data-notice="incomplete">
          <TriangleAlert aria-hidden />
          {t('notice.incomplete')}
        </p>
      )}
    </>
  );
}
