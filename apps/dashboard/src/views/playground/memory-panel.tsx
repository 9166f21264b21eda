import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BrainCircuit, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../../api/client.js';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/dialog.js';
import { Segmented } from '../../ui/segmented.js';
import { EmptyState, ErrorState, Skeleton, useReason } from '../../ui/state.js';
import { useToast } from '../../ui/toast.js';
import { useMemoryEngine } from './chat-settings.js';
import styles from './side-panel.module.css';
import { useEngines, useMemoryOf, type ConversationMemory } from './use-playground-data.js';

export interface MemoryPanelProps {
  readonly conversation: string;
  readonly stateless: boolean;
}

/** What each engine knows of the conversation. */
export function MemoryPanel({ conversation, stateless }: MemoryPanelProps) {
  const { t } = useTranslation('playground');
  if (stateless)
    return (
      <EmptyState size="sm" icon={<BrainCircuit aria-hidden />} title={t('memory.stateless')}>
        {t('memory.statelessText')}
      </EmptyState>
    );
  return <Remembered conversation={conversation} />;
}

function Remembered({ conversation }: { readonly conversation: string }) {
  const { t } = useTranslation('playground');
  const { data: engines } = useEngines();
  const names = engines?.data.map(({ name }) => name) ?? [];
  const current = engines?.data.find(({ is_current }) => is_current)?.name;
  const [chosen, setChosen] = useMemoryEngine();
  const engine = chosen ?? current ?? null;
  const memory = useMemoryOf(conversation, engine);
  return (
    <div className={styles.panel}>
      {names.length > 1 && engine !== null && (
        <div className={styles.row}>
          <Segmented
            label={t('memory.engine')}
            value={engine}
            onChange={setChosen}
            options={names.map((name) => ({ value: name, label: name }))}
          />
        </div>
      )}
      {memory.isPending && <Skeleton height="6rem" />}
      {memory.error !== null && (
        <ErrorState error={memory.error} onRetry={() => void memory.refetch()} size="sm" />
      )}
      {memory.data !== undefined && <MemoryList memory={memory.data} />}
      {memory.data !== undefined && memory.data.messages > 0 && <Forget conversation={conversation} />}
    </div>
  );
}

function MemoryList({ memory }: { readonly memory: ConversationMemory }) {
  const { t } = useTranslation('playground');
  const { dateTime } = useFormat();
  const who = (role: string | null) =>
    role === 'user' || role === 'assistant' ? t(`memory.roles.${role}`) : t('memory.roles.fact');
  const pending = Number(memory.recall['pending'] ?? 0);
  return (
    <>
      <p className={styles.hint}>
        {t('memory.counts', { turns: memory.turns, messages: memory.messages })}
        {pending > 0 && <> · {t('memory.pending', { count: pending })}</>}
      </p>
      {memory.data.length === 0 ? (
        <EmptyState size="sm" icon={<BrainCircuit aria-hidden />} title={t('memory.none')}>
          {t(memory.messages === 0 ? 'memory.noneText' : 'memory.notYet')}
        </EmptyState>
      ) : (
        <ul className={styles.memories}>
          {memory.data.map(({ id, role, memory: text, created_at: at }) => (
            <li key={id}>
              <p className={styles.memoryWho}>
                {who(role)}
                <span>{at === null ? '' : dateTime(at * 1_000)}</span>
              </p>
              <p className={styles.memoryText}>{text}</p>
            </li>
          ))}
        </ul>
      )}
      {memory.has_more && <p className={styles.hint}>{t('memory.more')}</p>}
    </>
  );
}

function Forget({ conversation }: { readonly conversation: string }) {
  const { t } = useTranslation('playground');
  const [open, setOpen] = useState(false);
  const toast = useToast();
  const queries = useQueryClient();
  const forget = useMutation({
    mutationFn: () =>
      call(`DELETE /v1/conversations/${encodeURIComponent(conversation)}/memory`, { deadline: 60_000 }),
    onSuccess() {
      toast({ title: t('memory.deleted') });
      void queries.invalidateQueries({ queryKey: ['playground', 'memory'] });
    },
  });
  const reason = useReason(forget.error);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)} className={styles.forget}>
        <Trash2 aria-hidden />
        {t('memory.delete')}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('memory.deleteTitle')}
        description={t('memory.deleteText', { conversation })}
        action={t('memory.delete')}
        danger
        onConfirm={() => forget.mutateAsync()}
      >
        {forget.error !== null && <p role="alert">{reason}</p>}
      </ConfirmDialog>
    </>
  );
}
