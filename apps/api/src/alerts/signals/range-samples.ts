import type { Sample } from '@yychat/alerts';

/** Samples as they were at some times, oldest first; milliseconds since the epoch. */
export interface KnownSamples {
  readonly timestamps: readonly number[];
  readonly samples: readonly Sample[];
  /** Milliseconds for which the last sample with a value stands in for those without one. */
  readonly patience: number;
}

const NOTHING: Sample = { value: null, count: 0, health: 'ok' };

/** The samples that were known at `from`, `from + step`, … up to `to`: of each time the last one before. The step is in seconds. */
export function samplesOf(
  { timestamps, samples, patience }: KnownSamples,
  { from, to, step }: { readonly from: number; readonly to: number; readonly step: number },
): readonly Sample[] {
  const asked: Sample[] = [];
  let last = -1;
  let valued = -1;
  for (let time = from; time <= to; time += step * 1_000) {
    for (let next = timestamps[last + 1]; next !== undefined && next <= time; next = timestamps[last + 1]) {
      last++;
      if (samples[last]?.value !== null) valued = last;
    }
    const isStale = time - (timestamps[valued] ?? -Infinity) > patience;
    asked.push(samples[isStale ? last : valued] ?? NOTHING);
  }
  return asked;
}
