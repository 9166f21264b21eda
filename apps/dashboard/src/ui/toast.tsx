import { createContext, Suspense, use, useCallback, useState, type ReactNode } from 'react';
import { lazily } from '../lazily.js';

export interface ToastMessage {
  readonly title: string;
  readonly text?: string;
  /** Default: `ok`. */
  readonly tone?: 'ok' | 'warning' | 'critical';
}

export interface ShownToast extends ToastMessage {
  readonly id: number;
}

const SHOWN_AT_ONCE = 3;
const RadixToasts = lazily(async () => (await import('./radix-toasts.js')).RadixToasts);
const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined);

/** What shows toasts comes with the first one. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly ShownToast[] | null>(null);
  const show = useCallback((message: ToastMessage) => {
    setToasts((before) =>
      [...(before ?? []), { ...message, id: (before?.at(-1)?.id ?? 0) + 1 }].slice(-SHOWN_AT_ONCE),
    );
  }, []);
  const drop = (gone: number) => setToasts((before) => before?.filter(({ id }) => id !== gone) ?? null);
  return (
    <ToastContext value={show}>
      {children}
      {toasts !== null && (
        <Suspense fallback={null}>
          <RadixToasts toasts={toasts} onGone={drop} />
        </Suspense>
      )}
    </ToastContext>
  );
}

/** Tells how something ended that somebody started. */
export function useToast(): (message: ToastMessage) => void {
  return use(ToastContext);
}
