import type { ReactNode } from 'react';
import styles from './toolbar.module.css';

/** A row of controls of a view. */
export function Toolbar({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className={styles.toolbar}>
      {children}
    </div>
  );
}

/** What follows stands to the right. */
export function ToolbarSpacer() {
  return <span className={styles.spacer} />;
}
