import { dashOf, type ChartLine, type ChartRow } from './chart.js';
import styles from './chart.module.css';
import { LineSample } from './line-sample.js';

export interface LegendProps {
  readonly lines: readonly ChartLine[];
  readonly rows: readonly ChartRow[];
  readonly format: (value: number) => string;
  /** Keys of lines that somebody does not want to see. */
  readonly hidden: ReadonlySet<string>;
  readonly onHide: (hidden: ReadonlySet<string>) => void;
}

/** What the lines are, and are now. Pressing one hides it. */
export function Legend({ lines, rows, format, hidden, onHide }: LegendProps) {
  const last = rows.at(-1);
  const toggle = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    onHide(next);
  };
  return (
    <div className={styles.legend}>
      {lines.map((line, i) => {
        const value = last?.[line.key];
        return (
          <button
            key={line.key}
            type="button"
            className={styles.legendItem}
            aria-pressed={!hidden.has(line.key)}
            onClick={() => toggle(line.key)}
          >
            <LineSample color={line.color} dash={dashOf(line, i)} />
            {line.label}
            <strong>{typeof value === 'number' ? format(value) : '–'}</strong>
          </button>
        );
      })}
    </div>
  );
}
