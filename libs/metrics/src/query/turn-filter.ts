import type { TurnSeries } from '../store/series.js';
import type { Outcome } from '../turns/finished-turn.js';

/** Which turns count. */
export interface TurnFilter {
  readonly engine?: string;
  readonly model?: string;
}

/** Which turns times are taken of: those that went well, unless failures are what one asks about. */
export interface MeasuredTurns extends TurnFilter {
  readonly outcome?: Outcome;
}

export function passes({ engine, model }: TurnFilter, turns: TurnSeries): boolean {
  return (engine === undefined || engine === turns.engine) && (model === undefined || model === turns.model);
}
