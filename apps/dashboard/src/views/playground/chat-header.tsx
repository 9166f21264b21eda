import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from '../../i18n/use-translation.js';
import { Button, IconButton } from '../../ui/button.js';
import { Input } from '../../ui/field.js';
import { Segmented } from '../../ui/segmented.js';
import { useConversationParam, useStateless } from './chat-settings.js';
import styles from './playground.module.css';

export interface ChatHeaderProps {
  readonly conversation: string;
  readonly isNew: boolean;
  readonly onNew: () => void;
  readonly children: ReactNode;
}

/** Which conversation it is. */
export function ChatHeader({ conversation, isNew, onNew, children }: ChatHeaderProps) {
  const { t } = useTranslation('playground');
  const [stateless, setStateless] = useStateless();
  return (
    <header className={styles.header}>
      <Segmented
        label={t('conversation.mode')}
        value={stateless ? 'stateless' : 'remembered'}
        onChange={(mode) => setStateless(mode === 'stateless')}
        options={[
          { value: 'remembered', label: t('conversation.remembered') },
          { value: 'stateless', label: t('conversation.stateless') },
        ]}
      />
      {stateless ? (
        <p className={styles.headerNote}>{t('conversation.statelessHint')}</p>
      ) : (
        <>
          <ConversationName key={conversation} conversation={conversation} isNew={isNew} />
          <IconButton size="sm" label={t('conversation.new')} onClick={onNew}>
            <Plus aria-hidden />
          </IconButton>
        </>
      )}
      <span className={styles.grow} />
      {children}
    </header>
  );
}

/** The id; another one opens another conversation. */
function ConversationName({ conversation, isNew }: Pick<ChatHeaderProps, 'conversation' | 'isNew'>) {
  const { t } = useTranslation('playground');
  const [, setConversation] = useConversationParam();
  const [name, setName] = useState(conversation);
  const isOther = name.trim() !== '' && name.trim() !== conversation;
  return (
    <form
      className={styles.name}
      onSubmit={(event) => {
        event.preventDefault();
        if (isOther) setConversation(name.trim(), { push: true });
      }}
    >
      <Input
        aria-label={t('conversation.id')}
        className={styles.nameInput}
        value={name}
        size={Math.min(28, Math.max(12, name.length + 1))}
        maxLength={256}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {isOther ? (
        <Button size="sm" type="submit">
          {t('conversation.open')}
        </Button>
      ) : (
        isNew && <span className={styles.isNew}>{t('conversation.isNew')}</span>
      )}
    </form>
  );
}
