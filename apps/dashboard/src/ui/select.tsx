import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx.js';
import styles from './field.module.css';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SelectProps<Value extends string> extends Omit<
  ComponentProps<'select'>,
  'onChange' | 'size' | 'value'
> {
  /** Needed where no label points at it. */
  readonly label?: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
  readonly size?: 'sm' | 'md';
  readonly full?: boolean;
}

/** The platform's own list, which every phone and every screen reader knows. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  size = 'md',
  full = false,
  className,
  ...rest
}: SelectProps<Value>) {
  return (
    <span className={cx(styles.selectBox, full && styles.full, className)}>
      <select
        {...rest}
        {...(label !== undefined && { 'aria-label': label })}
        className={cx(styles.select, size === 'sm' && styles.sm)}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden />
    </span>
  );
}
