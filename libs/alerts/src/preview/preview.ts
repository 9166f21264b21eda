import { setImmediate } from 'node:timers/promises';
import { InvalidAlertError } from '../errors.js';
import { graceOf } from '../evaluator/grace.js';
import type { Outcome } from '../evaluator/rounds.js';
import { recordKey, subjectsOf } from '../evaluator/subjects.js';
import type { EngineTimeline } from '../ports/engine-timeline.js';
import type { SignalSource } from '../ports/signal-source.js';
import type { AlertRule } from '../rule/rule.js';
import { newRecord } from '../step/alert-record.js';
import { step } from '../step/step.js';
import { PreviewTally } from './preview-tally.js';
import type { PreviewComparison, PreviewIncident, PreviewResult } from './preview-types.js';
import { Rehearsal } from './rehearsal.js';
import { readTrack, samplesAt, type Course, type SampleTrack } from './sample-track.js';

/** Evaluations of one preview. Over a longer stretch they come further apart. */
const MOST_POINTS = 100_000;
/** After so many the event loop gets its turn. */
const BREATH = 4_000;

export interface PreviewOptions {
  readonly source: SignalSource;
  readonly engines: EngineTimeline;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly signal?: AbortSignal;
  /** Lets others work; default: a turn of the event loop. */
  readonly pause?: () => Promise<unknown>;
}

/**
 * When a rule would have fired, by the same `step` that runs live.
 * Rejects with InvalidAlertError for a stretch that is none, and as the source does.
 */
export async function preview(rule: AlertRule, options: PreviewOptions): Promise<PreviewResult> {
  const { source, engines, from, to, signal, pause = () => setImmediate() } = options;
  if (!(from < to))
    throw new InvalidAlertError('preview', [{ path: 'from', message: 'must be before "to"' }]);
  const pace = Math.max(rule.every, Math.ceil((to - from) / 1_000 / MOST_POINTS));
  const course: Course = { from, step: pace, points: Math.floor((to - from) / 1_000 / pace) + 1 };
  const paced = { ...rule, every: pace, enabled: true };
  const tracks = new Map<string, SampleTrack>();
  const rehearsal = new Rehearsal([paced]);
  const tally = new PreviewTally(course);
  for (let point = 0; point < course.points; point++) {
    const now = from + point * pace * 1_000;
    if (point % BREATH === BREATH - 1) {
      await pause();
      signal?.throwIfAborted();
    }
    const outcomes: Outcome[] = [];
    for (const { subject, scope } of subjectsOf(paced, engines, now)) {
      const whose = scope.engine ?? '';
      let track = tracks.get(whose);
      if (track === undefined) {
        track = await readTrack(paced, scope, source, course, signal);
        tracks.set(whose, track);
      }
      const key = recordKey(rule.id, subject);
      const previous = rehearsal.memory.records.get(key) ?? newRecord(rule.id, rule.version, subject, now);
      const grace = graceOf(paced, scope, engines, undefined, now);
      const reading = { samples: samplesAt(track, point), scope, grace };
      outcomes.push({ key, rule: paced, gone: false, ...step(paced, previous, reading, now) });
    }
    tally.take(outcomes, rehearsal.round(outcomes, now), now);
  }
  return tally.result(to);
}

/** A rule that is being written against the one in force. Rejects as `preview` does. */
export async function comparePreviews(
  candidate: AlertRule,
  present: AlertRule | undefined,
  options: PreviewOptions,
): Promise<PreviewComparison> {
  const next = await preview(candidate, options);
  if (present === undefined) return { candidate: next, present: null, added: next.incidents, gone: [] };
  const known = await preview(present, options);
  return {
    candidate: next,
    present: known,
    added: without(next.incidents, known.incidents),
    gone: without(known.incidents, next.incidents),
  };
}

/** Incidents during which none of the others was open for the same subject. */
function without(
  some: readonly PreviewIncident[],
  others: readonly PreviewIncident[],
): readonly PreviewIncident[] {
  const end = ({ resolvedAt }: PreviewIncident) => resolvedAt ?? Number.POSITIVE_INFINITY;
  return some.filter(
    (one) =>
      !others.some(
        (other) => other.subject === one.subject && other.firedAt <= end(one) && one.firedAt <= end(other),
      ),
  );
}
