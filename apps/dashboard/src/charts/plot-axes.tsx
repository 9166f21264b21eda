import { useMemo, type ReactNode } from 'react';
import { XAxis, YAxis } from 'recharts';
import { useFormat } from '../i18n/use-format.js';
import { timeTicks } from './time-ticks.js';
import type { PlotProps } from './plot-props.js';
import { useRem } from './use-rem.js';
import { useSame } from './use-same.js';
import { valueTicks } from './value-ticks.js';

const TICK = { fontSize: 11, fill: 'var(--text-faint)' };
const AXIS_LINE = { stroke: 'var(--border)' };
/** What the rows themselves go from and to: stays the same while they move on. */
const OF_ROWS = ['dataMin', 'dataMax'];
const LONGEST_WITH_SECONDS = 15 * 60_000;

export interface PlotAxesOptions extends Pick<PlotProps, 'rows' | 'domain' | 'size' | 'format'> {
  /** Of the values. */
  readonly greatest: number;
}

/** Time below, values to the left. */
export function usePlotAxes({ rows, domain, greatest, size, format }: PlotAxesOptions): ReactNode {
  const { time, minute } = useFormat();
  const rem = useRem();
  const times = useSame(timeTicks(domain[0], domain[1], size === 'lg' ? 8 : 4));
  const values = useSame(valueTicks(greatest, size === 'lg' ? 5 : 3));
  const isOfRows = rows[0]?.at === domain[0] && rows.at(-1)?.at === domain[1];
  const range = useSame<string | number>(isOfRows ? OF_ROWS : domain);
  const formatTime = domain[1] - domain[0] > LONGEST_WITH_SECONDS ? minute : time;
  const timeAxis = useMemo(
    () => (
      <XAxis
        dataKey="at"
        type="number"
        scale="linear"
        domain={[...range] as [string, string]}
        allowDataOverflow
        ticks={[...times]}
        tickFormatter={formatTime}
        tick={TICK}
        tickLine={false}
        axisLine={AXIS_LINE}
        minTickGap={16}
        height={1.5 * rem}
      />
    ),
    [range, times, formatTime, rem],
  );
  const valueAxis = useMemo(
    () => (
      <YAxis
        domain={[0, values.at(-1) ?? 1]}
        ticks={[...values]}
        tickFormatter={(value: number) => (value === 0 ? '0' : format(value))}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        width={3.5 * rem}
      />
    ),
    [values, format, rem],
  );
  return (
    <>
      {timeAxis}
      {valueAxis}
    </>
  );
}
