import type { RecalledMemory, RecalledNeighbour, TurnContents } from '@yychat/protocol';
import { useFormat } from '../i18n/use-format.js';
import { useTranslation } from '../i18n/use-translation.js';
import { cx } from '../ui/cx.js';
import styles from './contents.module.css';

/** Memories as the model was shown them: who said each, when and where, and what was said beside it. */
export function MemoryItems({ contents }: { readonly contents: TurnContents }) {
  const { t } = useTranslation('contents');
  return (
    <ul className={styles.items} aria-label={t('memories')} data-memories={contents.memories.length}>
      {contents.memories.map((memory, i) => (
        <li key={i}>
          <MemoryHead memory={memory} contents={contents} />
          <Beside said={memory.before} />
          <p className={styles.text}>{memory.text}</p>
          <Beside said={memory.after} />
        </li>
      ))}
    </ul>
  );
}

interface MemoryHeadProps {
  readonly memory: RecalledMemory;
  readonly contents: TurnContents;
}

function MemoryHead({ memory, contents }: MemoryHeadProps) {
  const { t } = useTranslation('contents');
  const { dateTime, number } = useFormat();
  const { role, timestamp, score, conversation_id: conversation } = memory;
  return (
    <p className={styles.head}>
      <strong>{t(`roles.${role ?? 'fact'}`)}</strong>
      {role === null && <span>{t('factOf', { engine: contents.engine })}</span>}
      {timestamp !== null && <span>{dateTime(timestamp)}</span>}
      {conversation !== null && (
        <span className={styles.where}>
          {conversation === contents.conversation_id ? t('here') : t('there', { conversation })}
        </span>
      )}
      <span className={styles.score}>{t('score', { score: number(score) })}</span>
    </p>
  );
}

function Beside({ said }: { readonly said: RecalledNeighbour | null }) {
  const { t } = useTranslation('contents');
  if (said === null) return null;
  return (
    <p className={cx(styles.text, styles.beside)}>
      {t(`roles.${said.role}`)}: {said.text}
    </p>
  );
}
