import type { Spread, TurnStatistics } from '@yychat/protocol';
import { differenceOf, type FigureValue, type Unit } from '../overview/figures.js';

export type ComparedId =
  | 'requests'
  | 'p50'
  | 'p95'
  | 'p99'
  | 'first'
  | 'recall'
  | 'errorRate'
  | 'hitRate'
  | 'tokensIn'
  | 'tokensOut'
  | 'cost';

/** A figure by which engines are held against each other: of one turn, not of how many there were. */
export interface ComparedFigure {
  readonly id: ComparedId;
  readonly unit: Unit;
  /** Fewer samples than these say little. */
  readonly enough: number;
  /** Whether less of it is good news; undefined: neither. */
  readonly lessIsBetter?: boolean;
  readonly of: (statistics: TurnStatistics) => FigureValue;
}

export const comparedFigures: readonly ComparedFigure[] = [
  {
    id: 'requests',
    unit: 'integer',
    enough: Infinity,
    of: ({ summary: { total_requests: value } }) => ({ value, count: value }),
  },
  time('p50', 5, ({ total_time }) => total_time, 'median'),
  time('p95', 20, ({ total_time }) => total_time, 'p95'),
  time('p99', 100, ({ total_time }) => total_time, 'p99'),
  time('first', 20, ({ first_chunk }) => first_chunk, 'p95'),
  time('recall', 20, ({ memory_retrieval }) => memory_retrieval, 'p95'),
  {
    id: 'errorRate',
    unit: 'percent',
    enough: 20,
    lessIsBetter: true,
    of: ({ summary }) => ({ value: summary.error_rate, count: summary.total_requests }),
  },
  {
    id: 'hitRate',
    unit: 'percent',
    enough: 20,
    lessIsBetter: false,
    of: ({ cache }) => ({ value: cache.hit_rate, count: cache.count }),
  },
  perTurn('tokensIn', ({ tokens }) => ({ value: tokens.input, count: tokens.count })),
  perTurn('tokensOut', ({ tokens }) => ({ value: tokens.output, count: tokens.count })),
  perTurn('cost', ({ cost }) => ({ value: cost.total, count: cost.count })),
];

function time(
  id: ComparedId,
  enough: number,
  spread: (statistics: TurnStatistics) => Spread,
  statistic: 'median' | 'p95' | 'p99',
): ComparedFigure {
  return {
    id,
    unit: 'duration',
    enough,
    lessIsBetter: true,
    of: (statistics) => ({ value: spread(statistics)[statistic], count: spread(statistics).count }),
  };
}

function perTurn(id: ComparedId, of: (statistics: TurnStatistics) => FigureValue): ComparedFigure {
  return {
    id,
    unit: id === 'cost' ? 'money' : 'number',
    enough: 5,
    ...(id === 'cost' && { lessIsBetter: true }),
    of(statistics) {
      const { value, count } = of(statistics);
      return { value: value === null || count === 0 ? null : value / count, count };
    },
  };
}

export interface ComparedRow {
  readonly figure: ComparedFigure;
  readonly a: FigureValue;
  readonly b: FigureValue;
  /** Of B from A: a share, or points of a rate; `null` where one of them rests on too few samples. */
  readonly difference: number | null;
  /** Whether too few samples are why there is no difference. */
  readonly few: boolean;
}

const NOTHING: FigureValue = { value: null, count: 0 };

/** One row for each figure. An engine that had no turns has no statistics. */
export function compare(
  a: TurnStatistics | undefined,
  b: TurnStatistics | undefined,
): readonly ComparedRow[] {
  return comparedFigures.map((figure) => {
    const [one, other] = [a, b].map((it) => (it === undefined ? NOTHING : figure.of(it))) as [
      FigureValue,
      FigureValue,
    ];
    const few = one.count < figure.enough || other.count < figure.enough;
    const difference = few ? null : differenceOf(figure.unit, one.value, other.value);
    const isKnown = one.value !== null && other.value !== null;
    return { figure, a: one, b: other, difference, few: few && isKnown && figure.enough !== Infinity };
  });
}
