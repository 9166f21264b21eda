import type { NearTurn } from './embedding-source.js';
import type { ScoredTurn } from './score-postings.js';

/**
 * Adds to the scores of turns what their embeddings are worth: for the nearest a `share` of the best score by words, for the
 * others less, by where they lie between the nearest and the farthest of `near`. Cosines of different models differ in range, so
 * that only their order and distances among each other can count.
 * @param scored by words, best first
 * @param near nearest first
 */
export function addNear(
  scored: readonly ScoredTurn[],
  near: readonly NearTurn[],
  share: number,
): ScoredTurn[] {
  const most = (scored[0]?.score ?? 1) * share;
  const [nearest = 0, farthest = 0] = [near[0]?.similarity, near.at(-1)?.similarity];
  const width = nearest - farthest;
  const keyOf = ({ conversationId, position }: { conversationId: string; position: number }): string =>
    `${position} ${conversationId}`;
  const gains = new Map(
    near.map((turn) => [
      keyOf(turn),
      { ...turn, gain: most * (width > 0 ? (turn.similarity - farthest) / width : 1) },
    ]),
  );
  const merged = scored.map((turn) => {
    const key = keyOf(turn);
    const gain = gains.get(key)?.gain ?? 0;
    gains.delete(key);
    return gain > 0 ? { ...turn, score: turn.score + gain } : turn;
  });
  for (const { conversationId, position, gain } of gains.values()) {
    if (gain > 0) merged.push({ conversationId, position, score: gain });
  }
  return merged;
}
