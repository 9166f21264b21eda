/** Milliseconds to wait before another try, so that Redis is back in use within a second of its return: 50, 100, 200, 400, 500, plus up to 50. */
export function reconnectDelay(tries: number, random: () => number): number {
  return Math.min(50 * 2 ** tries, 500) + random() * 50;
}
