import { useState } from 'react';
import type { MouseHandlerDataParam } from 'recharts';
import type { TimeDomain } from './chart.js';

export interface Drag {
  /** What has been drawn over so far. */
  readonly range: TimeDomain | null;
  readonly begin: (at: MouseHandlerDataParam) => void;
  readonly move: (at: MouseHandlerDataParam) => void;
  readonly end: () => void;
  readonly cancel: () => void;
}

export interface DragOptions {
  readonly onDrawn: ((range: TimeDomain) => void) | undefined;
  /** Somebody has pressed at a time, and not drawn. */
  readonly onPicked: ((at: number) => void) | undefined;
}

/** A stretch of time that somebody draws over. */
export function useDrag({ onDrawn, onPicked }: DragOptions): Drag {
  const [ends, setEnds] = useState<TimeDomain | null>(null);
  const range: TimeDomain | null =
    ends === null || ends[0] === ends[1] ? null : [Math.min(...ends), Math.max(...ends)];
  const timeAt = ({ activeLabel }: MouseHandlerDataParam) =>
    activeLabel === undefined ? null : Number(activeLabel);
  return {
    range,
    begin(state) {
      const start = timeAt(state);
      setEnds(start === null ? null : [start, start]);
    },
    move(state) {
      const next = timeAt(state);
      if (ends !== null && next !== null && next !== ends[1]) setEnds([ends[0], next]);
    },
    end() {
      if (range !== null) onDrawn?.(range);
      else if (ends !== null) onPicked?.(ends[0]);
      setEnds(null);
    },
    cancel: () => setEnds(null),
  };
}
