import { OUTCOMES, type Outcome } from '../turns/finished-turn.js';

/** The turns of one engine, model and outcome are measured together. */
export interface TurnSeries {
  readonly engine: string;
  /** One of a bounded number of names. */
  readonly model: string;
  readonly outcome: Outcome;
}

/** What is measured of the processes themselves. */
export const SYSTEM_SERIES = 'system';

const KIND = 'turns';

/** No name has a line break. */
const SEPARATOR = '\n';

export function seriesName({ engine, model, outcome }: TurnSeries): string {
  return KIND + SEPARATOR + engine + SEPARATOR + model + SEPARATOR + outcome;
}

/** What `seriesName` was given; undefined for other series. */
export function turnSeriesOf(name: string): TurnSeries | undefined {
  const [kind, engine, model, outcome] = name.split(SEPARATOR);
  const known = OUTCOMES.find((it) => it === outcome);
  if (kind !== KIND || engine === undefined || model === undefined || known === undefined) return undefined;
  return { engine, model, outcome: known };
}
