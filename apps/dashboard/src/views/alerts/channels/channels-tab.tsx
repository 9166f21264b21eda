import { useMutation } from '@tanstack/react-query';
import type { AlertChannelInput, AlertChannelView, AlertChannelsRequest, List } from '@yychat/protocol';
import { Megaphone, Plus } from 'lucide-react';
import { useState } from 'react';
import { call } from '../../../api/client.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useMay } from '../../../session/session.js';
import { Button } from '../../../ui/button.js';
import { EmptyState, ErrorState, Skeleton } from '../../../ui/state.js';
import { useToast } from '../../../ui/toast.js';
import { Toolbar, ToolbarSpacer } from '../../../ui/toolbar.js';
import styles from '../alerts.module.css';
import { useChannels, useRefresh } from '../use-alerts.js';
import { ChannelCard } from './channel-card.js';
import { channelDraft } from './channel-draft.js';
import { ChannelEditor } from './channel-editor.js';

/** Who is told. */
export function ChannelsTab() {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation();
  const channels = useChannels();
  const isAdmin = useMay('admin');
  const replace = useReplaceChannels();
  const [edited, setEdited] = useState<AlertChannelView | 'new' | null>(null);
  if (channels.isPending) return <Skeleton height="12rem" />;
  if (channels.data === undefined)
    return <ErrorState error={channels.error} onRetry={() => void channels.refetch()} />;
  const list = channels.data.data;
  const disabledReason = isAdmin ? undefined : common('role.needsAdmin');
  const others = (id: string) => list.map(({ channel }) => channel).filter((channel) => channel.id !== id);
  // The place stays, so that errors name the right one.
  const save = (channel: AlertChannelInput) =>
    replace.mutateAsync(
      edited === 'new'
        ? [...list.map((each) => each.channel), channel]
        : list.map((each) => (each.channel.id === channel.id ? channel : each.channel)),
    );
  const index = edited === null || edited === 'new' ? list.length : list.indexOf(edited);
  const create = (
    <Button disabledReason={disabledReason} onClick={() => setEdited('new')}>
      <Plus aria-hidden />
      {t('channels.new')}
    </Button>
  );
  return (
    <div className={styles.stack}>
      {list.length === 0 ? (
        <div className={styles.calm}>
          <EmptyState icon={<Megaphone aria-hidden />} title={t('channels.none')} actions={create}>
            {t('channels.noneText')}
          </EmptyState>
        </div>
      ) : (
        <>
          <Toolbar label={t('tabs.channels')}>
            <p className={styles.muted}>{t('channels.lead')}</p>
            <ToolbarSpacer />
            {create}
          </Toolbar>
          <ul className={styles.channels}>
            {list.map((view) => (
              <ChannelCard
                key={view.channel.id}
                view={view}
                disabledReason={disabledReason}
                onEdit={() => setEdited(view)}
                onDelete={() => replace.mutateAsync(others(view.channel.id))}
              />
            ))}
          </ul>
        </>
      )}
      {edited !== null && (
        <ChannelEditor
          draft={edited === 'new' ? null : channelDraft(edited.channel)}
          index={index}
          onSave={save}
          onClose={() => setEdited(null)}
        />
      )}
    </div>
  );
}

function useReplaceChannels() {
  const { t } = useTranslation('alerts');
  const toast = useToast();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (channels: AlertChannelsRequest['channels']) =>
      call<List<AlertChannelView>>('PUT /v1/alerts/channels', { body: { channels } }),
    async onSuccess() {
      await refresh();
      toast({ title: t('channels.saved') });
    },
    onError: () => void refresh(),
  });
}
