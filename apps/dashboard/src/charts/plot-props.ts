import type { ChartBand, ChartLine, ChartMark, ChartRow, ChartThreshold, TimeDomain } from './chart.js';

export interface PlotProps {
  readonly title: string;
  readonly rows: readonly ChartRow[];
  readonly lines: readonly ChartLine[];
  /** How a value is written. */
  readonly format: (value: number) => string;
  /** What the axis of time goes from and to. */
  readonly domain: TimeDomain;
  readonly size: 'lg' | 'sm';
  /** What the axis of values goes to. Default: what the values need. */
  readonly top?: number;
  readonly thresholds?: readonly ChartThreshold[];
  readonly bands?: readonly ChartBand[];
  readonly marks?: readonly ChartMark[];
  /** Somebody has pressed at a time; `key` is of the line, where a point of it was hit. */
  readonly onPick?: ((at: number, key: string | null) => void) | undefined;
  /** Somebody has drawn over a stretch of time. */
  readonly onZoom?: (range: TimeDomain) => void;
}
