import { memo, useId, useMemo, useState } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { MouseHandlerDataParam } from 'recharts';
import { useFormat } from '../i18n/use-format.js';
import { dashOf, loneKeys, type TimeDomain } from './chart.js';
import { MarkGlyph } from './mark-glyph.js';
import type { PlotProps } from './plot-props.js';
import { PlotTooltip } from './plot-tooltip.js';
import { timeTicks } from './time-ticks.js';
import { useRem } from './use-rem.js';
import { greatestOf, valueTicks } from './value-ticks.js';

const MARGIN = { top: 14, right: 12, bottom: 0, left: 0 };
const AXIS = { fontSize: 11, fill: 'var(--text-faint)' };
const LONGEST_WITH_SECONDS = 15 * 60_000;

/** The part of a chart that Recharts draws. It is loaded when the first chart is shown. */
export const Plot = memo(function Plot(props: PlotProps) {
  const { title, rows, lines, format, domain, onZoom, size, top } = props;
  const { thresholds = [], bands = [], marks = [] } = props;
  const { time, minute } = useFormat();
  const bandId = useId();
  const rem = useRem();
  const [hovered, setHovered] = useState(false);
  const drag = useDrag(onZoom);
  const ticks = useMemo(() => [...timeTicks(domain[0], domain[1], size === 'lg' ? 8 : 4)], [domain, size]);
  const keys = useMemo(() => lines.map(({ key }) => key), [lines]);
  const lone = useMemo(() => loneKeys(rows, keys), [rows, keys]);
  const greatest = top ?? Math.max(greatestOf(rows, keys, domain), ...thresholds.map(({ value }) => value));
  const values = valueTicks(greatest, size === 'lg' ? 5 : 3);
  const shownMarks = marks.filter(({ at }) => at >= domain[0] && at <= domain[1]);
  const formatTime = domain[1] - domain[0] > LONGEST_WITH_SECONDS ? minute : time;
  return (
    <LineChart
      responsive
      style={{ width: '100%', height: '100%' }}
      data={rows}
      margin={MARGIN}
      syncId="time"
      syncMethod="value"
      aria-label={title}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => {
        setHovered(false);
        drag.cancel();
      }}
      {...(onZoom !== undefined && {
        onMouseDown: drag.begin,
        onMouseMove: drag.move,
        onMouseUp: drag.end,
      })}
    >
      <CartesianGrid vertical={false} stroke="var(--grid)" />
      {bands.map(({ from, to }) => (
        <ReferenceArea
          key={`${bandId}${from}`}
          x1={Math.max(from, domain[0])}
          x2={Math.min(to, domain[1])}
          fill="var(--critical)"
          fillOpacity={0.1}
          stroke="none"
          ifOverflow="hidden"
        />
      ))}
      <XAxis
        dataKey="at"
        type="number"
        scale="time"
        domain={[domain[0], domain[1]]}
        allowDataOverflow
        ticks={ticks}
        tickFormatter={formatTime}
        tick={AXIS}
        tickLine={false}
        axisLine={{ stroke: 'var(--border)' }}
        minTickGap={16}
        height={1.5 * rem}
      />
      <YAxis
        domain={[0, values.at(-1) ?? 1]}
        ticks={[...values]}
        tickFormatter={(value: number) => (value === 0 ? '0' : format(value))}
        tick={AXIS}
        tickLine={false}
        axisLine={false}
        width={3.5 * rem}
      />
      {thresholds.map(({ value, label }) => (
        <ReferenceLine
          key={label}
          y={value}
          stroke="var(--critical)"
          strokeDasharray="5 4"
          label={{ value: label, position: 'insideTopRight', fontSize: 11, fill: 'var(--critical)' }}
        />
      ))}
      {shownMarks.map(({ id, at, kind, label }) => (
        <ReferenceLine
          key={id}
          x={at}
          stroke="var(--text-faint)"
          strokeDasharray="2 3"
          label={<MarkGlyph kind={kind} name={label} />}
        />
      ))}
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: 'var(--border-control)', strokeWidth: 1 }}
        content={
          hovered ? <PlotTooltip lines={lines} marks={shownMarks} format={format} rows={rows} /> : () => null
        }
      />
      {lines.map((line, i) => (
        <Line
          key={line.key}
          dataKey={line.key}
          name={line.label}
          type="linear"
          stroke={`var(--series-${line.color})`}
          strokeWidth={i === 0 ? 2 : 1.5}
          strokeDasharray={dashOf(line, i)}
          dot={lone.has(line.key) ? { r: 1.5, strokeDasharray: '' } : false}
          activeDot={{ r: 3, strokeWidth: 0 }}
          isAnimationActive={false}
        />
      ))}
      {drag.range !== null && (
        <ReferenceArea
          x1={drag.range[0]}
          x2={drag.range[1]}
          fill="var(--accent)"
          fillOpacity={0.14}
          stroke="var(--accent)"
        />
      )}
    </LineChart>
  );
});

interface Drag {
  readonly range: TimeDomain | null;
  readonly begin: (at: MouseHandlerDataParam) => void;
  readonly move: (at: MouseHandlerDataParam) => void;
  readonly end: () => void;
  readonly cancel: () => void;
}

/** A stretch of time that somebody draws over. */
function useDrag(onZoom: PlotProps['onZoom']): Drag {
  const [ends, setEnds] = useState<TimeDomain | null>(null);
  const range: TimeDomain | null =
    ends === null || ends[0] === ends[1] ? null : [Math.min(...ends), Math.max(...ends)];
  const at = ({ activeLabel }: MouseHandlerDataParam) =>
    activeLabel === undefined ? null : Number(activeLabel);
  return {
    range,
    begin(state) {
      const start = at(state);
      setEnds(start === null ? null : [start, start]);
    },
    move(state) {
      const next = at(state);
      if (ends !== null && next !== null && next !== ends[1]) setEnds([ends[0], next]);
    },
    end() {
      if (range !== null) onZoom?.(range);
      setEnds(null);
    },
    cancel: () => setEnds(null),
  };
}
