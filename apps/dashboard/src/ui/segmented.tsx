import { ToggleGroup } from 'radix-ui';
import { cx } from './cx.js';
import styles from './segmented.module.css';
import type { Option } from './select.js';

export interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
  readonly size?: 'sm' | 'md';
}

/** One of two to five, all of which are seen. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
  size = 'md',
}: SegmentedProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      className={cx(styles.group, size === 'sm' && styles.sm)}
      value={value}
      // Empty: the chosen one was pressed again.
      onValueChange={(next) => next !== '' && onChange(next as Value)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className={styles.item}
          disabled={option.disabled ?? false}
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
