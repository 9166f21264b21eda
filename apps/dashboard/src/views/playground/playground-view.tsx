import { useState } from 'react';
import { addMessages } from '../../i18n/i18n.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { ChatPane } from './chat-pane.js';
import { useConversationParam, useStateless } from './chat-settings.js';
import { newId } from './new-id.js';
import { playgroundMessages } from './playground-messages.js';

addMessages('playground', playgroundMessages);

/** Chats with the service as a client does, and shows what it did. */
export function PlaygroundView() {
  const { t } = useTranslation('playground');
  const [named, setNamed] = useConversationParam();
  const [stateless] = useStateless();
  // The next conversation has its id before it is in the address, so that it stays the same when it gets there.
  const [fresh, setFresh] = useState(() => `playground-${newId()}`);
  const conversation = named ?? fresh;
  return (
    <>
      <h1 className="visually-hidden">{t('title')}</h1>
      <ChatPane
        key={stateless ? 'stateless' : conversation}
        conversation={conversation}
        isNew={named === null}
        onNew={() => {
          setFresh(`playground-${newId()}`);
          setNamed(null, { push: true });
        }}
      />
    </>
  );
}
