import type { TurnDetail } from '@yychat/protocol';
import { isApiError } from '../api/api-error.js';
import { addMessages } from '../i18n/i18n.js';
import { useTranslation } from '../i18n/use-translation.js';
import { ErrorState, Skeleton } from '../ui/state.js';
import { contentsMessages } from './contents-messages.js';
import styles from './contents.module.css';
import { MemoryItems } from './memory-items.js';
import { ToolItems } from './tool-items.js';
import { useTurnContents } from './use-turn-contents.js';

addMessages('contents', contentsMessages);

/** What the model was shown in a turn, below its figures. Nothing where it was shown nothing. */
export function ContentsSections({ turn }: { readonly turn: TurnDetail }) {
  const { t } = useTranslation('contents');
  const { data, error, refetch, isLoading } = useTurnContents(turn);
  if (isLoading) return <Skeleton height="6rem" />;
  if (isApiError(error) && error.status === 404)
    return (
      <section className={styles.section}>
        <h3>{t(turn.memory === 'hit' ? 'memories' : 'tools')}</h3>
        <p className={styles.note}>{t('gone')}</p>
      </section>
    );
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} size="sm" />;
  if (data === undefined) return null;
  return (
    <>
      {data.memories.length > 0 && (
        <section className={styles.section}>
          <h3>{t('memories')}</h3>
          <MemoryItems contents={data} />
        </section>
      )}
      {data.tools.length > 0 && (
        <section className={styles.section}>
          <h3>{t('tools')}</h3>
          <ToolItems contents={data} />
        </section>
      )}
      {data.truncated && <p className={styles.note}>{t('truncated')}</p>}
    </>
  );
}
