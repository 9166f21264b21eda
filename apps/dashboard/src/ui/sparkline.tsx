import { memo } from 'react';
import { sparklinePath } from './sparkline-path.js';
import styles from './sparkline.module.css';

export interface SparklineProps {
  /** Oldest first; `null` where there is no data. */
  readonly values: readonly (number | null)[];
  /** What the lowest line stands for. Default: the least value. */
  readonly floor?: number;
  /** 1 to 8: which of the series' colours. */
  readonly color?: number;
}

const WIDTH = 120;
const HEIGHT = 28;

/** Which way something goes. It only goes with a number, so it says nothing to those who do not see it. */
export const Sparkline = memo(function Sparkline({ values, floor, color = 1 }: SparklineProps) {
  const path = sparklinePath(values, { width: WIDTH, height: HEIGHT, ...(floor !== undefined && { floor }) });
  return (
    <svg
      aria-hidden
      className={styles.sparkline}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      style={{ color: `var(--series-${color})` }}
    >
      <path d={path.area} className={styles.area} />
      <path d={path.line} className={styles.line} />
    </svg>
  );
});
