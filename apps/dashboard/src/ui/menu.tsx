import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './menu.module.css';

export interface MenuProps {
  /** A button. */
  readonly trigger: ReactNode;
  readonly align?: 'start' | 'end';
  /** `MenuItem`, `MenuLabel`, `MenuSeparator`. */
  readonly children: ReactNode;
}

export function Menu({ trigger, align = 'end', children }: MenuProps) {
  return (
    // Modal, it would bring a style element that a strict policy forbids.
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.menu} align={align} sideOffset={4} collisionPadding={8}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface MenuItemProps {
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

export function MenuItem({ icon, shortcut, disabled = false, onSelect, children }: MenuItemProps) {
  return (
    <Radix.Item className={styles.item} disabled={disabled} onSelect={onSelect}>
      {icon}
      <span>{children}</span>
      {shortcut !== undefined && <kbd>{shortcut}</kbd>}
    </Radix.Item>
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <Radix.Label className={styles.label}>{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className={styles.separator} />;
}
