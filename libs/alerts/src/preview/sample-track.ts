import type { Sample, SignalQuery, SignalScope, SignalSource } from '../ports/signal-source.js';
import { queriesOf } from '../step/queries.js';
import type { AlertRule } from '../rule/rule.js';

/** Times at which a rule is looked at: `from`, `from + step`, … */
export interface Course {
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** Seconds. */
  readonly step: number;
  readonly points: number;
}

/** What a rule's queries gave for one scope over a course: by query, then by point. */
export type SampleTrack = readonly (readonly Sample[])[];

const MISSING: Sample = { value: null, count: 0, health: 'error', reason: 'the source kept no figure' };

/** Reads a rule's figures for one scope. Rejects as the source does, or when aborted. */
export async function readTrack(
  rule: AlertRule,
  scope: SignalScope,
  source: SignalSource,
  course: Course,
  signal: AbortSignal | undefined,
): Promise<SampleTrack> {
  const tracks: (readonly Sample[])[] = [];
  for (const { query, offset } of queriesOf(rule, scope)) {
    tracks.push(await readRange(query, { ...course, from: course.from - offset * 1_000 }, source, signal));
  }
  return tracks;
}

/** The samples of every query at a point. */
export function samplesAt(track: SampleTrack, point: number): readonly Sample[] {
  const [first, second] = track;
  if (second === undefined) return [first?.[point] ?? MISSING];
  return [first?.[point] ?? MISSING, second[point] ?? MISSING];
}

async function readRange(
  query: Omit<SignalQuery, 'at'>,
  { from, step, points }: Course,
  source: SignalSource,
  signal: AbortSignal | undefined,
): Promise<readonly Sample[]> {
  const options = signal === undefined ? {} : { signal };
  if (source.range !== undefined) {
    const samples = await source.range(
      { query, from, to: from + (points - 1) * step * 1_000, step },
      options,
    );
    signal?.throwIfAborted();
    return samples;
  }
  const samples: Sample[] = [];
  for (let i = 0; i < points; i++) {
    signal?.throwIfAborted();
    samples.push(await source.query({ ...query, at: from + i * step * 1_000 }, options));
  }
  return samples;
}
