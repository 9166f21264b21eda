import { useId, type ReactNode } from 'react';
import styles from './card.module.css';
import { cx } from './cx.js';

export interface CardProps {
  readonly title: string;
  /** Beside the title, in fewer words than a sentence. */
  readonly hint?: ReactNode;
  /** To the right of the title. */
  readonly actions?: ReactNode;
  /** Without space around the content, e.g. for a table. */
  readonly flush?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A part of a view, with a heading. */
export function Card({ title, hint, actions, flush = false, className, children }: CardProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cx(styles.card, className)}>
      <header className={styles.header}>
        <div className={styles.titles}>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          {hint !== undefined && <span className={styles.hint}>{hint}</span>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={cx(styles.body, flush && styles.flush)}>{children}</div>
    </section>
  );
}
