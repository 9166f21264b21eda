import { z } from 'zod';
import { refusal } from '../rule/field-issues.js';
import { foreignName, identifier, prose } from '../rule/identifier.js';
import { SEVERITIES } from '../rule/rule.js';
import type { Suppression } from './suppression.js';

/** Milliseconds. */
const LONGEST = 90 * 86_400_000;

/** Which alerts: all that is given has to match. */
const matcher = z
  .strictObject({
    rule: identifier.optional(),
    engine: foreignName.optional(),
    severity: z.enum(SEVERITIES).optional(),
    labels: z.record(z.string().min(1).max(64), z.string().max(200)).optional(),
  })
  .refine((match) => Object.values(match).some((value) => value !== undefined), {
    error: 'needs at least one of rule, engine, severity, labels',
  });

/** What somebody wants quiet for a time. Times in milliseconds since the epoch. */
export const silenceSchema = z
  .strictObject({
    id: identifier,
    match: matcher,
    startsAt: z.int().min(0),
    endsAt: z.int().min(0),
    reason: prose(500),
    createdBy: prose(200),
  })
  .superRefine(({ startsAt, endsAt }, context) => {
    if (endsAt <= startsAt)
      context.addIssue({
        code: 'custom',
        path: ['endsAt'],
        ...refusal('end_before_start', 'must be after startsAt'),
      });
    if (endsAt - startsAt > LONGEST)
      context.addIssue({
        code: 'custom',
        path: ['endsAt'],
        ...refusal('end_too_late', 'at most 90 days after startsAt'),
      });
  });

export type Silence = z.output<typeof silenceSchema>;

/** What a silence can be matched against. */
export interface Matchable {
  readonly ruleId: string;
  readonly severity: string;
  readonly engine?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** The silence in force that matches and lasts longest. */
export function silenceOf(
  silences: Iterable<Silence>,
  alert: Matchable,
  now: number,
): Suppression | undefined {
  let longest: Silence | undefined;
  for (const silence of silences) {
    if (now < silence.startsAt || now >= silence.endsAt || !matches(silence, alert)) continue;
    if (longest === undefined || silence.endsAt > longest.endsAt) longest = silence;
  }
  if (longest === undefined) return undefined;
  return { kind: 'silenced', reason: `${longest.createdBy}: ${longest.reason}`, until: longest.endsAt };
}

function matches({ match }: Silence, alert: Matchable): boolean {
  return (
    (match.rule === undefined || match.rule === alert.ruleId) &&
    (match.engine === undefined || match.engine === alert.engine) &&
    (match.severity === undefined || match.severity === alert.severity) &&
    Object.entries(match.labels ?? {}).every(([name, value]) => alert.labels[name] === value)
  );
}
