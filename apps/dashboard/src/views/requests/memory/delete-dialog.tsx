import { useFormat } from '../../../i18n/use-format.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { ConfirmDialog } from '../../../ui/dialog.js';
import { Notice } from '../../../ui/notice.js';
import { useReason } from '../../../ui/state.js';
import { useToast } from '../../../ui/toast.js';
import styles from '../requests.module.css';
import { useDeleteConversation, type ConversationRef } from './use-memory.js';

export interface DeleteDialogProps {
  readonly conversation: ConversationRef;
  readonly engines: readonly string[];
  readonly onClose: () => void;
}

/** Asks before a conversation is forgotten by everybody. */
export function DeleteDialog({ conversation, engines, onClose }: DeleteDialogProps) {
  const { t } = useTranslation('requests');
  const { integer } = useFormat();
  const toast = useToast();
  const deletion = useDeleteConversation(conversation);
  const reason = useReason(deletion.error);
  const confirm = async () => {
    const { messages } = await deletion.mutateAsync();
    toast({
      title: t('memory.deleted'),
      text: t('memory.deletedText', { messages: integer(messages), id: conversation.id }),
    });
  };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('memory.deleteTitle')}
      description={t('memory.deleteText')}
      action={t('memory.deleteAction')}
      danger
      onConfirm={confirm}
    >
      <ul className={styles.bullets}>
        <li>{t('memory.deletesLog')}</li>
        {engines.map((engine) => (
          <li key={engine}>{t('memory.deletesMemory', { engine })}</li>
        ))}
      </ul>
      {deletion.isError && (
        <Notice tone="critical" urgent>
          {reason}
        </Notice>
      )}
    </ConfirmDialog>
  );
}
