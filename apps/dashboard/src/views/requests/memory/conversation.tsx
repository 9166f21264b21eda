import { useQuery } from '@tanstack/react-query';
import type { List, ListedEngine } from '@yychat/protocol';
import { MessageSquareOff, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { call } from '../../../api/client.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useMay } from '../../../session/session.js';
import { Button } from '../../../ui/button.js';
import { Card } from '../../../ui/card.js';
import { CopyButton } from '../../../ui/copy-button.js';
import { EmptyState, ErrorState, Skeleton } from '../../../ui/state.js';
import { useViewHref } from '../../../url/use-param.js';
import styles from '../requests.module.css';
import { DeleteDialog } from './delete-dialog.js';
import { EngineMemory } from './engine-memory.js';
import { KeptList } from './kept-list.js';
import { useMessages, type ConversationRef } from './use-memory.js';

/** One conversation: what was said beside what each engine remembers of it. */
export function Conversation(conversation: ConversationRef) {
  const { t } = useTranslation('requests');
  const messages = useMessages(conversation);
  const said = messages.data?.pages.flatMap(({ data }) => data);
  const engines = useEngineNames();
  if (said === undefined)
    return messages.error === null ? (
      <Card title={conversation.id}>
        <Skeleton height="16rem" />
      </Card>
    ) : (
      <Card title={conversation.id}>
        <ErrorState error={messages.error} onRetry={() => void messages.refetch()} />
      </Card>
    );
  return (
    <>
      <Heading conversation={conversation} engines={engines} isEmpty={said.length === 0} />
      {said.length === 0 && (
        <Card title={t('memory.said')}>
          <EmptyState icon={<MessageSquareOff aria-hidden />} title={t('memory.unknown')}>
            {t('memory.unknownText')}
          </EmptyState>
        </Card>
      )}
      <div className={styles.columns}>
        {said.length > 0 && (
          <Card title={t('memory.said')} hint={t('memory.newestFirst')} flush>
            <KeptList
              label={t('memory.said')}
              items={said.map(({ id, role, created_at, content, turn_id }) => ({
                id,
                role,
                at: created_at,
                text: content,
                action: <TurnLink id={turn_id} />,
              }))}
              more={messages}
            />
          </Card>
        )}
        <div className={styles.view}>
          {engines.map((engine) => (
            <EngineMemory key={engine} conversation={conversation} engine={engine} isKept={said.length > 0} />
          ))}
        </div>
      </div>
    </>
  );
}

interface HeadingProps {
  readonly conversation: ConversationRef;
  readonly engines: readonly string[];
  readonly isEmpty: boolean;
}

function Heading({ conversation, engines, isEmpty }: HeadingProps) {
  const { t } = useTranslation('requests');
  const { t: common } = useTranslation();
  const isAdmin = useMay('admin');
  const [isAsking, setAsking] = useState(false);
  const { id, tenant } = conversation;
  return (
    <div className={styles.heading}>
      <h2 className={styles.id}>
        <code>{id}</code>
        <CopyButton text={id} label={t('memory.copy')} />
      </h2>
      {tenant !== null && <span className={styles.faint}>{common('user.tenant', { tenant })}</span>}
      <span className={styles.spacer} />
      <Button
        variant={isAdmin && !isEmpty ? 'danger' : 'secondary'}
        disabledReason={
          !isAdmin ? common('role.needsAdmin') : isEmpty ? t('memory.nothingToDelete') : undefined
        }
        onClick={() => setAsking(true)}
      >
        <Trash2 aria-hidden />
        {t('memory.delete')}
      </Button>
      {isAsking && (
        <DeleteDialog conversation={conversation} engines={engines} onClose={() => setAsking(false)} />
      )}
    </div>
  );
}

function TurnLink({ id }: { readonly id: string }) {
  const { t } = useTranslation('requests');
  const href = useViewHref();
  return <Link href={href(`/requests/${encodeURIComponent(id)}`)}>{t('memory.request')}</Link>;
}

function useEngineNames(): readonly string[] {
  const { data } = useQuery({
    queryKey: ['engines', 'list'],
    queryFn: ({ signal }) => call<List<ListedEngine>>('GET /v1/engines/list', { signal }),
    staleTime: 60_000,
  });
  return data?.data.map(({ name }) => name) ?? [];
}
