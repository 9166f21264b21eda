import { asksWhen } from './analysis/time-words.js';
import type { TurnFacts } from './posting-source.js';
import type { ScoredTurn } from './score-postings.js';
import type { RecallWeights } from './weights.js';

export interface Candidate extends ScoredTurn {
  readonly facts: TurnFacts;
}

/** The one speaker whom a question names; none where it names several, for then either may have said it. */
function askedSpeaker(candidates: readonly Candidate[], terms: ReadonlySet<string>): string | undefined {
  const speakers = new Set(candidates.map(({ facts }) => facts.speaker).filter((speaker) => speaker !== ''));
  const named = [...speakers].filter((speaker) => speaker.split(' ').every((term) => terms.has(term)));
  return named.length === 1 ? named[0] : undefined;
}

/** Orders candidates by their score and what is known of each turn: how much it says, who says it, whether it tells or asks. */
export function rankCandidates(
  candidates: readonly Candidate[],
  question: { readonly text: string; readonly terms: readonly string[] },
  weights: RecallWeights,
): Candidate[] {
  const speaker = askedSpeaker(candidates, new Set(question.terms));
  const when = asksWhen(question.text);
  return candidates
    .map((candidate) => {
      const { facts } = candidate;
      let score = candidate.score + weights.substance * Math.log(1 + facts.length);
      if (facts.speaker === speaker) score += weights.speaker;
      if (when && facts.tellsTime) score += weights.tellsTime;
      return { ...candidate, score: facts.asks ? score * weights.question : score };
    })
    .sort((one, other) => other.score - one.score);
}
