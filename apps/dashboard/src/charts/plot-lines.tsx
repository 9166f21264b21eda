import { useMemo, type ReactNode } from 'react';
import { Line } from 'recharts';
import { dashOf, type ChartLine } from './chart.js';

const LONE_DOT = { r: 1.5, strokeDasharray: '' };
const ACTIVE_DOT = { r: 3, strokeWidth: 0 };

/** @param lone keys of lines with values that stand alone, which only a dot makes visible */
export function usePlotLines(lines: readonly ChartLine[], lone: readonly string[]): ReactNode {
  return useMemo(
    () =>
      lines.map((line, i) => (
        <Line
          key={line.key}
          dataKey={line.key}
          name={line.label}
          type="linear"
          stroke={`var(--series-${line.color})`}
          strokeWidth={i === 0 ? 2 : 1.5}
          strokeDasharray={dashOf(line, i)}
          dot={lone.includes(line.key) ? LONE_DOT : false}
          activeDot={ACTIVE_DOT}
          isAnimationActive={false}
        />
      )),
    [lines, lone],
  );
}
