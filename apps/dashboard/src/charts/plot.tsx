import { memo, useMemo, useRef, useState } from 'react';
import { CartesianGrid, LineChart, ReferenceArea, Tooltip } from 'recharts';
import { loneKeys, type ChartThreshold } from './chart.js';
import { usePlotAxes } from './plot-axes.js';
import { usePlotLines } from './plot-lines.js';
import { usePlotNotes } from './plot-notes.js';
import type { PlotProps } from './plot-props.js';
import { PlotTooltip } from './plot-tooltip.js';
import { useDrag } from './use-drag.js';
import { useSame } from './use-same.js';
import { greatestOf } from './value-ticks.js';

const MARGIN = { top: 14, right: 12, bottom: 0, left: 0 };
const FILL = { width: '100%', height: '100%' };
const CURSOR = { stroke: 'var(--border-control)', strokeWidth: 1 };
const GRID = <CartesianGrid vertical={false} stroke="var(--grid)" />;
const NONE: readonly ChartThreshold[] = [];
const FAR = 3;
const nothing = () => null;

/**
 * The part of a chart that Recharts draws. It is loaded when the first chart is shown.
 *
 * Whatever of a chart is another object than before, Recharts registers anew, and then asks all parts whether they have
 * changed. So all elements but the data are kept as long as what they show is the same.
 */
export const Plot = memo(function Plot(props: PlotProps) {
  const { title, rows, lines, format, domain, onZoom, onPick, size, top, thresholds = NONE } = props;
  const [hovered, setHovered] = useState(false);
  const hit = useRef<string | null>(null);
  const drag = useDrag({
    onDrawn: onZoom,
    onPicked(at) {
      onPick?.(at, hit.current);
      hit.current = null;
    },
  });
  const keys = useMemo(() => lines.map(({ key }) => key), [lines]);
  const lone = useSame([...loneKeys(rows, keys)]);
  const seen = greatestOf(rows, keys, domain);
  // Far above all values, a threshold would only press them flat.
  const near = thresholds.filter(({ value }) => value <= (top ?? seen * FAR));
  const greatest = top ?? Math.max(seen, ...near.map(({ value }) => value));
  const axes = usePlotAxes({ rows, domain, greatest, size, format });
  const notes = usePlotNotes(props, near);
  const drawn = usePlotLines(lines, lone, hit);
  const span = Math.round((domain[1] - domain[0]) / 1_000);
  const tooltip = useMemo(
    () => (
      <Tooltip
        isAnimationActive={false}
        cursor={CURSOR}
        content={
          hovered ? (
            <PlotTooltip lines={lines} marks={notes.marks} format={format} near={span * 15} />
          ) : (
            nothing
          )
        }
      />
    ),
    [hovered, lines, notes.marks, format, span],
  );
  return (
    <LineChart
      responsive
      style={FILL}
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
      {...((onZoom ?? onPick) !== undefined && {
        onMouseDown: drag.begin,
        onMouseMove: drag.move,
        onMouseUp: drag.end,
      })}
    >
      {GRID}
      {notes.bands}
      {axes}
      {notes.lines}
      {tooltip}
      {drawn}
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
