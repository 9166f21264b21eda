import type { Spread, SystemReport } from '@yychat/protocol';

/** How an engine answered turns that nobody saw, in the last minute. */
export interface ShadowRow {
  readonly engine: string;
  readonly turns: Readonly<Record<ShadowOutcome, number>>;
  readonly total: Spread | null;
  readonly first: Spread | null;
  readonly recall: Spread | null;
}

type ShadowOutcome = 'ok' | 'error' | 'cancelled' | 'skipped';

type Figures = SystemReport['figures'];

/** By the names of the figures, e.g. `shadow_turns{engine=mem0_proxy,outcome=ok}`. */
export function shadowRows(figures: Figures): readonly ShadowRow[] {
  const engines = new Set(
    Object.keys(figures).flatMap((name) => /^shadow_turns\{engine=([^,}]+)/.exec(name)?.[1] ?? []),
  );
  return [...engines].sort().map((engine) => ({
    engine,
    turns: {
      ok: counted(figures, engine, 'ok'),
      error: counted(figures, engine, 'error'),
      cancelled: counted(figures, engine, 'cancelled'),
      skipped: counted(figures, engine, 'skipped'),
    },
    total: spreadAt(figures, `shadow_total{engine=${engine}}`),
    first: spreadAt(figures, `shadow_first_chunk{engine=${engine}}`),
    recall: spreadAt(figures, `shadow_memory_retrieval{engine=${engine}}`),
  }));
}

function counted(figures: Figures, engine: string, outcome: ShadowOutcome): number {
  const value = figures[`shadow_turns{engine=${engine},outcome=${outcome}}`];
  return typeof value === 'number' ? value : 0;
}

function spreadAt(figures: Figures, name: string): Spread | null {
  const value = figures[name];
  return typeof value === 'object' ? value : null;
}
