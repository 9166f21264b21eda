import { useEffect, useMemo, useState } from 'react';
import { MOST_ROWS, type ChartRow, type TimeDomain } from './chart.js';
import { inTurn } from './in-turn.js';

/** What a chart draws now. */
export interface Drawn {
  readonly rows: readonly ChartRow[];
  readonly domain: TimeDomain | null;
}

/**
 * What is to be drawn: the last rows, one chart after the other. While the chart is out of sight, what was there when it
 * went.
 */
export function useDrawn(rows: readonly ChartRow[], domain: TimeDomain | null, visible: boolean): Drawn {
  const [from, to] = domain ?? [];
  const next = useMemo<Drawn>(
    () => ({
      rows: rows.length > MOST_ROWS ? rows.slice(-MOST_ROWS) : rows,
      domain: from === undefined || to === undefined ? null : [from, to],
    }),
    [rows, from, to],
  );
  const [drawn, setDrawn] = useState(next);
  const isKept = drawn === next || (!visible && drawn.rows.length > 0);
  useEffect(() => (isKept ? undefined : inTurn(() => setDrawn(next))), [isKept, next]);
  return drawn;
}
