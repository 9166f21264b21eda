import { useMemo, type ReactNode, type RefObject } from 'react';
import { Line } from 'recharts';
import { dashOf, type ChartLine } from './chart.js';

const LONE_DOT = { r: 1.5, strokeDasharray: '' };
const ACTIVE_DOT = { r: 4, strokeWidth: 0 };

/**
 * @param lone keys of lines with values that stand alone, which only a dot makes visible
 * @param hit gets the key of the line whose point is pressed, before the chart hears of it
 */
export function usePlotLines(
  lines: readonly ChartLine[],
  lone: readonly string[],
  hit: RefObject<string | null>,
): ReactNode {
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
          activeDot={{ ...ACTIVE_DOT, onMouseUp: () => (hit.current = line.key) }}
          isAnimationActive={false}
        />
      )),
    [lines, lone, hit],
  );
}
