import { ArrowUp, Square } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from '../../i18n/use-translation.js';
import { IconButton } from '../../ui/button.js';
import styles from './playground.module.css';

export interface ComposerProps {
  readonly draft: string;
  readonly onDraft: (draft: string) => void;
  readonly running: boolean;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
}

/** Where one writes. Enter sends, Shift+Enter begins a line, Escape stops. */
export function Composer({ draft, onDraft, running, onSend, onStop }: ComposerProps) {
  const { t } = useTranslation('playground');
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = box.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [draft]);
  useEffect(() => {
    if (!running) return undefined;
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onStop();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [running, onStop]);

  const send = () => {
    onSend(draft);
    box.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    // While characters are composed, as Chinese is written, Enter chooses one.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div className={styles.composer}>
      <div className={styles.writing}>
        <textarea
          ref={box}
          rows={1}
          value={draft}
          aria-label={t('composer.label')}
          placeholder={t('composer.placeholder')}
          onChange={(event) => onDraft(event.currentTarget.value)}
          onKeyDown={press}
        />
        {running ? (
          <IconButton
            label={t('composer.stop')}
            shortcut="Esc"
            variant="primary"
            className={styles.send}
            onClick={onStop}
          >
            <Square aria-hidden fill="currentcolor" />
          </IconButton>
        ) : (
          <IconButton
            label={t('composer.send')}
            shortcut="Enter"
            variant="primary"
            className={styles.send}
            disabled={draft.trim() === ''}
            onClick={send}
          >
            <ArrowUp aria-hidden />
          </IconButton>
        )}
      </div>
      <p className={styles.keys}>{t('composer.keys')}</p>
    </div>
  );
}
