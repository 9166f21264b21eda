import type { SeriesColor } from './chart.js';
import styles from './chart.module.css';

/** A bit of a line, for legends. */
export function LineSample({ color, dash }: { readonly color: SeriesColor; readonly dash: string }) {
  return (
    <svg aria-hidden className={styles.sample} viewBox="0 0 18 4">
      <line
        x1="0"
        y1="2"
        x2="18"
        y2="2"
        stroke={`var(--series-${color})`}
        strokeWidth="2"
        strokeDasharray={dash}
      />
    </svg>
  );
}
