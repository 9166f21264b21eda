import { useMemo, type ReactNode } from 'react';
import { ReferenceArea, ReferenceLine } from 'recharts';
import type { ChartBand, ChartMark, ChartThreshold } from './chart.js';
import { MarkGlyph } from './mark-glyph.js';
import type { PlotProps } from './plot-props.js';
import { useSame } from './use-same.js';

export interface PlotNotes {
  /** Below the lines. */
  readonly bands: ReactNode;
  readonly lines: ReactNode;
  /** Those that are in sight. */
  readonly marks: readonly ChartMark[];
}

const sameBand = (a: ChartBand, b: ChartBand) => a.from === b.from && a.to === b.to;
const sameThreshold = (a: ChartThreshold, b: ChartThreshold) => a.value === b.value && a.label === b.label;
const sameMark = (a: ChartMark, b: ChartMark) => a.id === b.id && a.label === b.label && a.at === b.at;

/**
 * What stands beside the lines: thresholds, times in which something was wrong, and what happened.
 * @param thresholds those that are to be seen
 */
export function usePlotNotes(
  { domain, bands = [], marks = [] }: PlotProps,
  thresholds: readonly ChartThreshold[],
): PlotNotes {
  const [from, to] = domain;
  const shownBands = useSame(
    bands
      .filter((band) => band.to > from && band.from < to)
      .map((band) => ({ from: Math.max(band.from, from), to: Math.min(band.to, to) })),
    sameBand,
  );
  const shownMarks = useSame(
    marks.filter(({ at }) => at >= from && at <= to),
    sameMark,
  );
  const limits = useSame(thresholds, sameThreshold);
  return {
    marks: shownMarks,
    bands: useMemo(() => drawBands(shownBands), [shownBands]),
    lines: useMemo(() => [...drawThresholds(limits), ...drawMarks(shownMarks)], [limits, shownMarks]),
  };
}

function drawBands(bands: readonly ChartBand[]): ReactNode[] {
  return bands.map((band, i) => (
    <ReferenceArea
      key={i}
      x1={band.from}
      x2={band.to}
      fill="var(--critical)"
      fillOpacity={0.1}
      stroke="none"
      ifOverflow="hidden"
    />
  ));
}

function drawThresholds(thresholds: readonly ChartThreshold[]): ReactNode[] {
  return thresholds.map(({ value, label }) => (
    <ReferenceLine
      key={`threshold ${label}`}
      y={value}
      stroke="var(--critical)"
      strokeDasharray="5 4"
      label={{ value: label, position: 'insideTopRight', fontSize: 11, fill: 'var(--critical)' }}
    />
  ));
}

function drawMarks(marks: readonly ChartMark[]): ReactNode[] {
  return marks.map(({ id, at, kind, label }) => (
    <ReferenceLine
      key={id}
      x={at}
      stroke="var(--text-faint)"
      strokeDasharray="2 3"
      label={<MarkGlyph kind={kind} name={label} />}
    />
  ));
}
