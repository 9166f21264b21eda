import {
  cloneElement,
  Suspense,
  useState,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
} from 'react';
import { lazily } from '../lazily.js';

export interface MenuItem {
  readonly id: string;
  readonly label: ReactNode;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps {
  /** A button. */
  readonly trigger: ReactElement<HTMLAttributes<HTMLElement>>;
  /** Above the items. */
  readonly head?: ReactNode;
  readonly items: readonly MenuItem[];
}

const RadixMenu = lazily(async () => (await import('./radix-menu.js')).RadixMenu);
const OPENING = ['Enter', ' ', 'ArrowDown'];

/** What it is made of comes when it is opened for the first time. */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false);
  const closed = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: () => setWanted(true),
    onKeyDown(event) {
      if (!OPENING.includes(event.key)) return;
      event.preventDefault();
      setWanted(true);
    },
  });
  if (!wanted) return closed;
  return (
    <Suspense fallback={closed}>
      <RadixMenu {...props} />
    </Suspense>
  );
}
