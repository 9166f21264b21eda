import type { ComponentProps, ReactNode } from 'react';
import styles from './button.module.css';
import { cx } from './cx.js';
import { Tooltip } from './tooltip.js';

interface ButtonLook {
  /** Default: `secondary`. */
  readonly variant?: 'primary' | 'secondary' | 'danger' | 'ghost';
  readonly size?: 'sm' | 'md';
  /** Why it cannot be used now, e.g. that a role is needed. It stays reachable, so that everybody can learn the reason. */
  readonly disabledReason?: string | undefined;
}

export type ButtonProps = ComponentProps<'button'> & ButtonLook;

export function Button({
  variant = 'secondary',
  size = 'md',
  disabledReason,
  className,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const isOff = disabledReason !== undefined;
  const button = (
    <button
      {...rest}
      type={type}
      className={cx(styles.button, styles[variant], size === 'sm' && styles.sm, className)}
      {...(isOff && { 'aria-disabled': true })}
      onClick={isOff ? (event) => event.preventDefault() : onClick}
    />
  );
  return isOff ? <Tooltip text={disabledReason}>{button}</Tooltip> : button;
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  /** What it does: for the tooltip, and for those who do not see the icon. */
  readonly label: string;
  /** A key that does the same. */
  readonly shortcut?: string;
  readonly children: ReactNode;
}

export function IconButton({ label, shortcut, disabledReason, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={disabledReason ?? label} {...(shortcut !== undefined && { shortcut })}>
      <Button
        variant="ghost"
        {...rest}
        {...(disabledReason !== undefined && {
          'aria-disabled': true,
          onClick: (event) => event.preventDefault(),
        })}
        aria-label={label}
        className={cx(styles.icon, className)}
      />
    </Tooltip>
  );
}
