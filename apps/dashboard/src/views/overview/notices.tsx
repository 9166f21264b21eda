import type { Statistics } from '@yychat/protocol';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useLive } from '../../live/live-context.js';
import { useConnectionWord } from '../../shell/connection-state.js';
import { Notice } from '../../ui/notice.js';

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
        <Notice tone={isOld ? 'warning' : 'info'} data-notice={word}>
          {t(`notice.${word}`, { time: at })}
        </Notice>
      )}
      {statistics?.complete === false && (
        <Notice tone="warning" data-notice="incomplete">
          {t('notice.incomplete')}
        </Notice>
      )}
    </>
  );
}
