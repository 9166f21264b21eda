import { PanelRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.js';
import { useSession } from '../../session/session.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { ChatHeader } from './chat-header.js';
import { chatRequest } from './chat-request.js';
import { useChatSettings, useConversationParam, type ChatSettings } from './chat-settings.js';
import { Composer } from './composer.js';
import { isOpen, messagesOf, type Exchange } from './exchange.js';
import styles from './playground.module.css';
import { SidePanel } from './side-panel.js';
import { Suggestions } from './suggestions.js';
import { Transcript } from './transcript.js';
import { useChat } from './use-chat.js';
import { useStored } from './use-playground-data.js';

const NONE: readonly Exchange[] = [];

export interface ChatPaneProps {
  readonly conversation: string;
  /** Nothing was said in it yet. */
  readonly isNew: boolean;
  readonly onNew: () => void;
}

/** One conversation, and what goes with it. */
export function ChatPane({ conversation, isNew, onNew }: ChatPaneProps) {
  const { t } = useTranslation('playground');
  const { demo } = useSession();
  const settings = useChatSettings();
  const [, setConversation] = useConversationParam();
  const chat = useChat();
  const [draft, setDraft] = useState('');
  const [sideOpen, setSideOpen] = useState(false);
  // What is said from now on is known here.
  const [hasPast] = useState(!isNew && !settings.stateless);
  const stored = useStored(conversation, hasPast);
  const past = stored.data?.exchanges ?? NONE;
  const exchanges = useMemo(() => [...past, ...chat.exchanges], [past, chat.exchanges]);
  const running = exchanges.some(isOpen);
  const requestOf = (text: string, chosen: ChatSettings) =>
    chatRequest(text, messagesOf(exchanges), conversation, chosen);

  const send = (text: string, chosen: ChatSettings = settings) => {
    if (running || text.trim() === '') return;
    if (isNew && !chosen.stateless) setConversation(conversation);
    chat.send(text, requestOf(text, chosen));
    setDraft('');
  };
  const example = draft.trim() || exchanges.at(-1)?.question || t('code.example');
  const side = (
    <SidePanel
      conversation={conversation}
      settings={settings}
      request={chatRequest(example, settings.stateless ? [] : messagesOf(exchanges), conversation, settings)}
    />
  );
  return (
    <div className={styles.view}>
      <section className={styles.chat} aria-label={t('chat')}>
        <ChatHeader conversation={conversation} isNew={isNew} onNew={onNew}>
          <Button size="sm" className={styles.narrow} onClick={() => setSideOpen(true)}>
            <PanelRight aria-hidden />
            <span className={styles.narrowLabel}>{t('side.label')}</span>
          </Button>
        </ChatHeader>
        <Transcript
          exchanges={exchanges}
          hasMore={stored.data?.hasMore === true}
          loading={hasPast && stored.isPending}
          error={stored.error}
          onRetry={() => void stored.refetch()}
          demo={demo}
        >
          <Suggestions exchanges={exchanges} settings={settings} onSend={send} />
        </Transcript>
        <Composer draft={draft} onDraft={setDraft} running={running} onSend={send} onStop={chat.stop} />
      </section>
      <aside className={styles.side} aria-label={t('side.label')}>
        {side}
      </aside>
      <Dialog open={sideOpen} onClose={() => setSideOpen(false)} title={t('side.label')} shape="drawer">
        {side}
      </Dialog>
    </div>
  );
}
