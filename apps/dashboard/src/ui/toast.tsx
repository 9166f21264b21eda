import { X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { createContext, use, useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { IconButton } from './button.js';
import { cx } from './cx.js';
import styles from './toast.module.css';

export interface ToastMessage {
  readonly title: string;
  readonly text?: string;
  /** Default: `ok`. */
  readonly tone?: 'ok' | 'warning' | 'critical';
}

interface ShownToast extends ToastMessage {
  readonly id: number;
}

const SHOWN_AT_ONCE = 3;
const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined);

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const show = useCallback((message: ToastMessage) => {
    setToasts((before) =>
      [...before, { ...message, id: (before.at(-1)?.id ?? 0) + 1 }].slice(-SHOWN_AT_ONCE),
    );
  }, []);
  const drop = (gone: number) => setToasts((before) => before.filter(({ id }) => id !== gone));
  return (
    <ToastContext value={show}>
      <Radix.Provider duration={6_000} swipeDirection="right">
        {children}
        {toasts.map(({ id, title, text, tone = 'ok' }) => (
          <Radix.Root
            key={id}
            className={cx(styles.toast, styles[tone])}
            type={tone === 'critical' ? 'foreground' : 'background'}
            onOpenChange={(open) => !open && drop(id)}
          >
            <div className={styles.words}>
              <Radix.Title className={styles.title}>{title}</Radix.Title>
              {text !== undefined && <Radix.Description className={styles.text}>{text}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <IconButton label={t('actions.dismiss')} size="sm">
                <X aria-hidden />
              </IconButton>
            </Radix.Close>
          </Radix.Root>
        ))}
        <Radix.Viewport className={styles.viewport} />
      </Radix.Provider>
    </ToastContext>
  );
}

/** Tells how something ended that somebody started. */
export function useToast(): (message: ToastMessage) => void {
  return use(ToastContext);
}
