import { X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { useTranslation } from '../i18n/use-translation.js';
import { IconButton } from './button.js';
import { cx } from './cx.js';
import type { ShownToast } from './toast.js';
import styles from './toast.module.css';

export interface RadixToastsProps {
  readonly toasts: readonly ShownToast[];
  readonly onGone: (id: number) => void;
}

export function RadixToasts({ toasts, onGone }: RadixToastsProps) {
  const { t } = useTranslation();
  return (
    <Radix.Provider duration={6_000} swipeDirection="right">
      {toasts.map(({ id, title, text, tone = 'ok' }) => (
        <Radix.Root
          key={id}
          className={cx(styles.toast, styles[tone])}
          type={tone === 'critical' ? 'foreground' : 'background'}
          onOpenChange={(open) => !open && onGone(id)}
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
  );
}
