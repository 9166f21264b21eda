import { DropdownMenu as Radix } from 'radix-ui';
import { useState } from 'react';
import { landmark } from './landmark.js';
import type { MenuProps } from './menu.js';
import styles from './menu.module.css';

/** A menu that begins open. */
export function RadixMenu({ trigger, head, items }: MenuProps) {
  const [open, setOpen] = useState(true);
  return (
    // Modal, it would bring a style element that a strict policy forbids.
    <Radix.Root modal={false} open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={open ? landmark() : null}>
        <Radix.Content className={styles.menu} align="end" sideOffset={4} collisionPadding={8}>
          {head !== undefined && (
            <>
              <Radix.Label className={styles.label}>{head}</Radix.Label>
              <Radix.Separator className={styles.separator} />
            </>
          )}
          {items.map(({ id, label, icon, disabled = false, onSelect }) => (
            <Radix.Item key={id} className={styles.item} disabled={disabled} onSelect={onSelect}>
              {icon}
              <span>{label}</span>
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
