import { ERROR_PREFIX, TURN_MEASURES, type TurnSum } from '../measurements/measurement-names.js';
import type { Measurements } from '../measurements/measurements.js';
import type { FinishedTurn } from './finished-turn.js';

/**
 * Adds a turn to what was measured before.
 * @param errorLabel the error's type, as one of a bounded number of names
 */
export function measureTurn(turn: FinishedTurn, errorLabel: string | null, to: Measurements): void {
  const { times, tokens, cost } = turn;
  const count = (name: TurnSum, by?: number) => to.count(name, by);
  count('turns');
  if (turn.stream) count('streamed');
  if (turn.toolCalled) count('tool_called');
  if (turn.cacheHit !== null) count(turn.cacheHit ? 'cache_hit' : 'cache_miss');
  if (turn.memory !== null) count(`memory_${turn.memory}`);
  if (errorLabel !== null) to.count(ERROR_PREFIX + errorLabel);
  if (tokens !== null) {
    count('with_usage');
    count('tokens_in', tokens.input);
    count('tokens_out', tokens.output);
    count('tokens_cached', tokens.cached);
  }
  if (cost !== null) {
    count('with_cost');
    count('cost', cost);
  }
  for (const measure of TURN_MEASURES) {
    const time = times[measure];
    if (time !== undefined) to.measure(measure, time);
  }
}
