import { useFormat } from '../i18n/use-format.js';
import { dashOf, type ChartLine, type ChartMark, type ChartRow } from './chart.js';
import { LineSample } from './line-sample.js';
import styles from './chart.module.css';

export interface PlotTooltipProps {
  readonly lines: readonly ChartLine[];
  readonly marks: readonly ChartMark[];
  readonly rows: readonly ChartRow[];
  readonly format: (value: number) => string;
  /** Recharts says which. */
  readonly active?: boolean;
  readonly label?: string | number;
}

/** What the lines are under the cross-hair, and what happened close to it. */
export function PlotTooltip({ lines, marks, rows, format, active = false, label }: PlotTooltipProps) {
  const { dateTime } = useFormat();
  const index = rows.findIndex(({ at }) => at === Number(label));
  const row = rows[index];
  if (!active || row === undefined) return null;
  const from = rows[index - 1]?.at ?? row.at;
  const near = marks.filter(({ at }) => at > from && at <= (rows[index + 1]?.at ?? row.at));
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
      {near.map(({ id, label: name }) => (
        <p key={id} className={styles.tooltipMark}>
          {name}
        </p>
      ))}
    </div>
  );
}
