import type { Sample } from '../../ports/signal-source.js';

/** Thrown when a series is not written as it should be. */
export class SeriesSyntaxError extends Error {
  override readonly name = 'SeriesSyntaxError';
  constructor(token: string) {
    super(
      `"${token}" is no part of a series: use 5, 5x10, 5+1x4, _ (no data), ! (failing), 5#3 (resting on 3 samples)`,
    );
  }
}

/** Samples that a figure rests on where a series does not say. */
const COUNT = 1_000;
/** Samples of one series. */
const LONGEST = 1_000_000;

const NUMBER = String.raw`-?\d+(?:\.\d+)?(?:e-?\d+)?`;
const TOKEN = new RegExp(
  String.raw`^(?:(?<mark>[_!])|(?<value>${NUMBER})(?<step>[+-]\d+(?:\.\d+)?)?)(?:#(?<count>\d+))?(?:x(?<times>\d+))?$`,
);

const NO_DATA: Sample = { value: null, count: 0, health: 'ok' };
const FAILING: Sample = { value: null, count: 0, health: 'error', reason: 'the series says so' };

/**
 * Reads samples from text, one after the other, separated by white space:
 *
 * - `5` one sample; `5x10` ten of them
 * - `5+1x4` four samples: 5 6 7 8; `5-1x4`: 5 4 3 2
 * - `_` no data; `_x10` ten times none
 * - `!` the source fails; `!x10`
 * - `0.5#3` resting on 3 observations, not on 1,000; `0.5#3x10`
 *
 * @throws SeriesSyntaxError
 */
export function parseSeries(text: string): readonly Sample[] {
  const samples: Sample[] = [];
  for (const token of text.split(/\s+/).filter((part) => part !== '')) {
    const { mark, value, step = '0', count = String(COUNT), times = '1' } = TOKEN.exec(token)?.groups ?? {};
    if (mark === undefined && value === undefined) throw new SeriesSyntaxError(token);
    if (samples.length + Number(times) > LONGEST) throw new SeriesSyntaxError(token);
    for (let i = 0; i < Number(times); i++) {
      if (mark !== undefined) samples.push(mark === '_' ? NO_DATA : FAILING);
      else
        samples.push({ value: round(Number(value) + i * Number(step)), count: Number(count), health: 'ok' });
    }
  }
  return samples;
}

/** 0.1 + 2 × 0.1 is to be 0.3. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
