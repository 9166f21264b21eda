import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.js';
import styles from './notice.module.css';

type NoticeTone = 'info' | 'ok' | 'warning' | 'critical';

export interface NoticeProps {
  readonly tone: NoticeTone;
  /** Said at once to those who do not see it. Default: no. */
  readonly urgent?: boolean;
  readonly children: ReactNode;
}

const ICONS = { info: Info, ok: CircleCheck, warning: TriangleAlert, critical: CircleAlert };

/** Something to know before one goes on, where one looks. */
export function Notice({ tone, urgent = false, children }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div className={cx(styles.notice, styles[tone])} {...(urgent && { role: 'alert' })}>
      <Icon aria-hidden />
      <div className={styles.words}>{children}</div>
    </div>
  );
}
