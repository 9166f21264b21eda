import type { Clock } from '@yychat/engine-core';
import type { CostOf } from '../prices/price-table.js';
import type { TurnSink } from './finished-turn.js';
import { TurnMeasurement } from './turn-measurement.js';
import type { TurnFacts, TurnMeter } from './turn-events.js';

export interface TurnRecorderParts {
  readonly clock: Clock;
  readonly sinks: readonly TurnSink[];
  /** What tokens of a model cost. */
  readonly costOf: CostOf;
}

/** Makes one measurement of every turn, from its events, and hands it to the sinks. */
export class TurnRecorder {
  constructor(private readonly parts: TurnRecorderParts) {}

  onTurn(facts: TurnFacts): TurnMeter {
    return new TurnMeasurement(this.parts, facts);
  }
}
