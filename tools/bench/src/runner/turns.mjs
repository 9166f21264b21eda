/**
 * In which order contestants are measured in a round: somebody else goes first each time.
 * @template T
 * @param {readonly T[]} contestants
 * @param {number} round
 * @returns {readonly T[]}
 */
export function turns(contestants, round) {
  const first = contestants.length === 0 ? 0 : round % contestants.length;
  return [...contestants.slice(first), ...contestants.slice(0, first)];
}
