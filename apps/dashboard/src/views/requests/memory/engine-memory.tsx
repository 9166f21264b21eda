import { useFormat } from '../../../i18n/use-format.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { Card } from '../../../ui/card.js';
import { EmptyState, ErrorState, Skeleton } from '../../../ui/state.js';
import styles from '../requests.module.css';
import { KeptList } from './kept-list.js';
import { useMemories, type ConversationRef } from './use-memory.js';

export interface EngineMemoryProps {
  readonly conversation: ConversationRef;
  readonly engine: string;
  /** Whether anything is in the log. */
  readonly isKept: boolean;
}

/** What one engine remembers of a conversation. */
export function EngineMemory({ conversation, engine, isKept }: EngineMemoryProps) {
  const { t } = useTranslation('requests');
  const { integer } = useFormat();
  const memories = useMemories(conversation, engine);
  const first = memories.data?.pages[0];
  const items = memories.data?.pages.flatMap(({ data }) => data) ?? [];
  if (!isKept && items.length === 0 && !memories.isError) return null;
  return (
    <Card
      title={t('memory.remembers', { engine })}
      hint={
        first === undefined
          ? undefined
          : t('memory.counts', { turns: integer(first.turns), messages: integer(first.messages) })
      }
      flush
    >
      {first !== undefined ? (
        items.length === 0 ? (
          <EmptyState size="sm" title={t('memory.nothing')}>
            {t('memory.nothingText')}
          </EmptyState>
        ) : (
          <KeptList
            boxed
            label={t('memory.remembers', { engine })}
            items={items.map(({ id, role, created_at, memory }) => ({
              id,
              role,
              at: created_at,
              text: memory,
            }))}
            more={memories}
          />
        )
      ) : memories.error === null ? (
        <div className={styles.pad}>
          <Skeleton height="6rem" />
        </div>
      ) : (
        <ErrorState size="sm" error={memories.error} onRetry={() => void memories.refetch()} />
      )}
    </Card>
  );
}
