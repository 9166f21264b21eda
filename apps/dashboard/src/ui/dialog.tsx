import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { Button, IconButton } from './button.js';
import { cx } from './cx.js';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  /** Buttons. */
  readonly footer?: ReactNode;
  /** `drawer`: along the right edge, as high as the page. Default: `normal`. */
  readonly shape?: 'normal' | 'wide' | 'drawer';
  readonly children?: ReactNode;
}

/** What is done before anything else. Keeps the focus, closes by Escape, gives the focus back. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  footer,
  shape = 'normal',
  children,
}: DialogProps) {
  const { t } = useTranslation();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        {/* Not Radix's own, which brings a style element that a strict policy forbids. */}
        <div className={styles.scrim} />
        <Radix.Content
          className={cx(styles.dialog, shape !== 'normal' && styles[shape])}
          onOpenAutoFocus={focusFirstField}
          {...(description === undefined && { 'aria-describedby': undefined })}
        >
          <header className={styles.header}>
            <div className={styles.titles}>
              <Radix.Title className={styles.title}>{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description asChild>
                  <div className={styles.description}>{description}</div>
                </Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label={t('actions.close')} size="sm">
                <X aria-hidden />
              </IconButton>
            </Radix.Close>
          </header>
          {children !== undefined && <div className={styles.body}>{children}</div>}
          {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** What is typed into, else the dialog itself: not the button that closes it. */
function focusFirstField(event: Event): void {
  event.preventDefault();
  const dialog = event.currentTarget as HTMLElement;
  (dialog.querySelector<HTMLElement>('input, textarea, select') ?? dialog).focus();
}

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly description: ReactNode;
  /** A verb. */
  readonly action: string;
  readonly danger?: boolean;
  /** Closes the dialog when it resolves. When it rejects, it stays open; the caller shows why. */
  readonly onConfirm: () => Promise<unknown>;
  /** Why it cannot be confirmed now. */
  readonly disabledReason?: string | undefined;
  readonly children?: ReactNode;
}

/** Asks before something is done that others will notice. */
export function ConfirmDialog({
  open,
  onClose,
  title,
  description,
  action,
  danger = false,
  onConfirm,
  disabledReason,
  children,
}: ConfirmDialogProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const confirm = () => {
    setBusy(true);
    void onConfirm()
      .then(onClose, () => undefined)
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>{t('actions.cancel')}</Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            disabled={busy}
            disabledReason={disabledReason}
            onClick={confirm}
          >
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
