import { ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import styles from '../alerts.module.css';

export interface SectionCardProps {
  readonly title: string;
  /** Beside the title: what is in it. */
  readonly summary?: string | undefined;
  /** Closed unless somebody opens it, or something in it is wrong. Default: always open. */
  readonly folds?: boolean;
  readonly wrong?: boolean;
  readonly children: ReactNode;
}

/** A part of a form. */
export function Section({ title, summary, folds = false, wrong = false, children }: SectionCardProps) {
  const id = useId();
  const [open, setOpen] = useState(wrong);
  // It does not close when what was wrong is right again.
  if (wrong && !open) setOpen(true);
  if (!folds)
    return (
      <section className={styles.section} aria-labelledby={id}>
        <h3 id={id}>{title}</h3>
        <div className={styles.form}>{children}</div>
      </section>
    );
  return (
    <details className={styles.section} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <ChevronRight aria-hidden />
        <h3>{title}</h3>
        {summary !== undefined && <span className={styles.faint}>{summary}</span>}
      </summary>
      <div className={styles.form}>{children}</div>
    </details>
  );
}
