import type { SeriesColor } from '../../charts/chart.js';

/** The colour of an engine by its place in the list, wherever engines are told apart. */
export function colorOf(index: number): SeriesColor {
  return ((index % 8) + 1) as SeriesColor;
}
