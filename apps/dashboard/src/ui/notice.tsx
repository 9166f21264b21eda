import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.js';
import styles from './notice.module.css';
import tones from './tone.module.css';

type NoticeTone = 'info' | 'ok' | 'warning' | 'critical';

export interface NoticeProps {
  readonly tone: NoticeTone;
  /** Said at once to those who do not see it. Default: no. */
  readonly urgent?: boolean;
  /** What it is about, for tests. */
  readonly 'data-notice'?: string;
  readonly children: ReactNode;
}

const ICONS = { info: Info, ok: CircleCheck, warning: TriangleAlert, critical: CircleAlert };

/** Something to know before one goes on, where one looks. */
export function Notice({ tone, urgent = false, children, ...rest }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div className={cx(styles.notice, tones[tone])} {...rest} {...(urgent && { role: 'alert' })}>
      <Icon aria-hidden />
      <div className={styles.words}>{children}</div>
    </div>
  );
}
