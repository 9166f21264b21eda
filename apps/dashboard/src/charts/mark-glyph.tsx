import type { ChartMark } from './chart.js';

export interface MarkGlyphProps {
  readonly kind: ChartMark['kind'];
  readonly name: string;
  /** Recharts says where. */
  readonly viewBox?: { readonly x?: number; readonly y?: number };
}

const SHAPES: Readonly<Record<ChartMark['kind'], { readonly path: string; readonly color: string }>> = {
  switched: { path: 'M0 -4L4 0L0 4L-4 0Z', color: 'var(--accent)' },
  fired: { path: 'M0 -4L4.5 4H-4.5Z', color: 'var(--critical)' },
  resolved: { path: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0', color: 'var(--ok)' },
  started: { path: 'M-3 -4L4 0L-3 4Z', color: 'var(--text-faint)' },
  stopped: { path: 'M-3.5 -3.5H3.5V3.5H-3.5Z', color: 'var(--text-faint)' },
};

/** The head of the line that marks something that happened. Each kind has a shape of its own. */
export function MarkGlyph({ kind, name, viewBox }: MarkGlyphProps) {
  const { path, color } = SHAPES[kind];
  return (
    <path d={path} fill={color} transform={`translate(${viewBox?.x ?? 0} ${(viewBox?.y ?? 0) - 6})`}>
      <title>{name}</title>
    </path>
  );
}
