import { Check, Copy, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { IconButton } from './button.js';
import { copy } from './copy.js';

export interface CopyButtonProps {
  readonly text: string;
  /** Default: "Copy". */
  readonly label?: string;
}

/** Milliseconds that it says how it went. */
const SAID = 2_000;

export function CopyButton({ text, label }: CopyButtonProps) {
  const { t } = useTranslation();
  const [done, setDone] = useState<'copied' | 'copyFailed' | null>(null);
  useEffect(() => {
    if (done === null) return undefined;
    const timer = setTimeout(() => setDone(null), SAID);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <>
      <IconButton
        size="sm"
        label={done === null ? (label ?? t('actions.copy')) : t(`actions.${done}`)}
        onClick={({ currentTarget }) =>
          void copy(text, currentTarget).then((copied) => setDone(copied ? 'copied' : 'copyFailed'))
        }
      >
        {done === null ? <Copy aria-hidden /> : done === 'copied' ? <Check aria-hidden /> : <X aria-hidden />}
      </IconButton>
      <span role="status" className="visually-hidden">
        {done !== null && t(`actions.${done}`)}
      </span>
    </>
  );
}
