import type { TurnContents } from '@yychat/protocol';
import { useFormat } from '../i18n/use-format.js';
import { useTranslation } from '../i18n/use-translation.js';
import styles from './contents.module.css';

/** Server tools in the order of their calls: what the model asked of each, and was told. */
export function ToolItems({ contents }: { readonly contents: TurnContents }) {
  const { t } = useTranslation('contents');
  const { duration } = useFormat();
  return (
    <ul className={styles.items} aria-label={t('tools')} data-tools={contents.tools.length}>
      {contents.tools.map(({ name, ok, duration: took, arguments: args, result }, i) => (
        <li key={i}>
          <p className={styles.head}>
            <strong>{name}</strong>
            {!ok && <span className={styles.bad}>{t('failed')}</span>}
            <span className={styles.score}>{duration(took)}</span>
          </p>
          <dl className={styles.values}>
            <dt>{t('arguments')}</dt>
            <dd>{args}</dd>
            <dt>{t('result')}</dt>
            <dd>{result}</dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}
