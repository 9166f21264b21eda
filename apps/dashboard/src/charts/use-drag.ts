import { useRef, useState } from 'react';
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
  const [range, setRange] = useState<TimeDomain | null>(null);
  // A tap is over before anything is rendered anew.
  const ends = useRef<TimeDomain | null>(null);
  const drawOver = (next: TimeDomain | null) => {
    ends.current = next;
    setRange(rangeOf(next));
  };
  return {
    range,
    begin(state) {
      const start = timeAt(state);
      drawOver(start === null ? null : [start, start]);
    },
    move(state) {
      const next = timeAt(state);
      if (ends.current !== null && next !== null && next !== ends.current[1])
        drawOver([ends.current[0], next]);
    },
    end() {
      const drawn = rangeOf(ends.current);
      if (drawn !== null) onDrawn?.(drawn);
      else if (ends.current !== null) onPicked?.(ends.current[0]);
      drawOver(null);
    },
    cancel: () => drawOver(null),
  };
}

function timeAt({ activeLabel }: MouseHandlerDataParam): number | null {
  return activeLabel === undefined ? null : Number(activeLabel);
}

function rangeOf(ends: TimeDomain | null): TimeDomain | null {
  return ends === null || ends[0] === ends[1] ? null : [Math.min(...ends), Math.max(...ends)];
}
