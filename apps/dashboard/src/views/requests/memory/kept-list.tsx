import type { ReactNode } from 'react';
import { useFormat } from '../../../i18n/use-format.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { Button } from '../../../ui/button.js';
import styles from '../requests.module.css';

export interface KeptItem {
  readonly id: string;
  readonly role: string | null;
  /** Seconds since the epoch. */
  readonly at: number | null;
  readonly text: string;
  readonly action?: ReactNode;
}

export interface KeptListProps {
  readonly label: string;
  readonly items: readonly KeptItem[];
  /** In a box of its own, which scrolls. */
  readonly boxed?: boolean;
  readonly more: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
}

const ROLES = ['user', 'assistant', 'system', 'tool'] as const;

/** What was said, or is remembered, page by page. */
export function KeptList({ label, items, boxed = false, more }: KeptListProps) {
  const { t } = useTranslation('requests');
  const { dateTime } = useFormat();
  return (
    <div {...(boxed && { className: styles.scroll, role: 'group', 'aria-label': label, tabIndex: 0 })}>
      <ul className={styles.kept} aria-label={label}>
        {items.map(({ id, role, at, text, action }) => {
          const known = ROLES.find((it) => it === role);
          return (
            <li key={id}>
              <p className={styles.keptHead}>
                {role !== null && <strong>{known === undefined ? role : t(`roles.${known}`)}</strong>}
                {at !== null && <span>{dateTime(at * 1_000)}</span>}
                {action}
              </p>
              <p className={styles.keptText}>{text}</p>
            </li>
          );
        })}
      </ul>
      {more.hasNextPage && (
        <p className={styles.more}>
          <Button size="sm" disabled={more.isFetchingNextPage} onClick={() => void more.fetchNextPage()}>
            {t('memory.older')}
          </Button>
        </p>
      )}
    </div>
  );
}
