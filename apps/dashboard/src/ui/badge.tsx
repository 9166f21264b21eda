import type { ReactNode } from 'react';
import styles from './badge.module.css';
import { cx } from './cx.js';
import tones from './tone.module.css';

export type Tone = 'neutral' | 'ok' | 'warning' | 'critical' | 'info' | 'accent';

export interface BadgeProps {
  readonly tone?: Tone;
  readonly children: ReactNode;
}

export function Badge({ tone = 'neutral', children }: BadgeProps) {
  return <span className={cx(styles.badge, tones[tone])}>{children}</span>;
}

/** A dot whose shape differs with its tone as well. What it means must stand beside it in words. */
export function StatusDot({ tone = 'neutral' }: { readonly tone?: Tone }) {
  return <span aria-hidden className={cx(styles.dot, styles[tone])} />;
}
