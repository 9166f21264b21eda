import { useFormat } from '../i18n/use-format.js';
import { dashOf, type ChartLine, type ChartMark, type ChartRow } from './chart.js';
import { LineSample } from './line-sample.js';
import styles from './chart.module.css';

export interface PlotTooltipProps {
  readonly lines: readonly ChartLine[];
  readonly marks: readonly ChartMark[];
  /** Milliseconds between a row and what happened beside it. */
  readonly near: number;
  readonly format: (value: number) => string;
  /** Recharts says which. */
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: ChartRow }[];
}

/** What the lines are under the cross-hair, and what happened close to it. */
export function PlotTooltip({ lines, marks, near, format, active = false, payload }: PlotTooltipProps) {
  const { dateTime } = useFormat();
  const row = payload?.[0]?.payload;
  if (!active || row === undefined) return null;
  const beside = marks.filter(({ at }) => Math.abs(at - row.at) <= near);
  return (
    <div className={styles.tooltip}>
      <p className={styles.tooltipTime}>{dateTime(row.at)}</p>
      <dl className={styles.tooltipValues}>
        {lines.map((line, i) => {
          const value = row[line.key];
          return (
            <div key={line.key}>
              <dt>
                <LineSample color={line.color} dash={dashOf(line, i)} /> {line.label}
              </dt>
              <dd>{typeof value === 'number' ? format(value) : '–'}</dd>
            </div>
          );
        })}
      </dl>
      {beside.map(({ id, label: name }) => (
        <p key={id} className={styles.tooltipMark}>
          {name}
        </p>
      ))}
    </div>
  );
}
