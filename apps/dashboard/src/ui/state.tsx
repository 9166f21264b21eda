import { CircleAlert, Inbox, ShieldOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { isApiError } from '../api/api-error.js';
import { addMessages } from '../i18n/i18n.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from './button.js';
import { cx } from './cx.js';
import { reasonMessages } from './reason-messages.js';
import styles from './state.module.css';

addMessages('reasons', reasonMessages);

export interface EmptyStateProps {
  readonly title: string;
  readonly icon?: ReactNode;
  /** What to do so that there is something. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly size?: 'sm' | 'md';
}

/** There is nothing, and that is no fault. */
export function EmptyState({ title, icon, children, actions, size = 'md' }: EmptyStateProps) {
  return (
    <div className={cx(styles.state, size === 'sm' && styles.small)}>
      {icon ?? <Inbox aria-hidden />}
      <p className={styles.title}>{title}</p>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

export interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  readonly size?: 'sm' | 'md';
}

/** Something was asked for and did not come: says why, and what can be done. */
export function ErrorState({ error, onRetry, size = 'md' }: ErrorStateProps) {
  const { t } = useTranslation();
  const forbidden = isApiError(error) && error.status === 403;
  return (
    <div role="alert" className={cx(styles.state, styles.critical, size === 'sm' && styles.small)}>
      {forbidden ? <ShieldOff aria-hidden /> : <CircleAlert aria-hidden />}
      <p className={styles.title}>{t('errors.title')}</p>
      <p className={styles.text}>{useReason(error)}</p>
      {onRetry !== undefined && !forbidden && (
        <div className={styles.actions}>
          <Button size={size} onClick={onRetry}>
            {t('actions.retry')}
          </Button>
        </div>
      )}
    </div>
  );
}

const CODES = Object.keys(reasonMessages.en) as (keyof typeof reasonMessages.en)[];

/** Why something failed, in the page's language where the API's code is known, else as the API says it. */
export function useReason(error: unknown): string {
  const { t } = useTranslation();
  const { t: reasons } = useTranslation('reasons');
  if (!isApiError(error)) return error instanceof Error ? error.message : t('unknown');
  if (error.code === 'unreachable') return t('errors.unreachable');
  if (error.code === 'timeout') return t('errors.timeout');
  if (error.status === 403) return t('errors.forbidden');
  const known = CODES.find((code) => code === error.code);
  return known === undefined ? error.message : reasons(known);
}

/** Stands for what is on its way, with the size that it will have. */
export function Skeleton({ height, width }: { readonly height: string; readonly width?: string }) {
  return <span aria-hidden className={styles.skeleton} style={{ height, width }} />;
}
