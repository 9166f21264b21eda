/** Counts since the cache was made. */
export interface CacheFigures {
  /** Values found in memory, those of `getOrSet` included. */
  memoryHits: number;
  /** Values found in the tier behind it. */
  remoteHits: number;
  /** Values found nowhere. */
  misses: number;
  /** Old values that stood in for a factory that failed. */
  stale: number;
  /** Calls of a factory. */
  fills: number;
  fillFailures: number;
  /** Values that were not kept: larger than allowed, or not JSON. */
  refused: number;
  /** Times that the tier behind was away, and memory alone had to do. */
  fallbacks: number;
}

export function noFigures(): CacheFigures {
  return {
    memoryHits: 0,
    remoteHits: 0,
    misses: 0,
    stale: 0,
    fills: 0,
    fillFailures: 0,
    refused: 0,
    fallbacks: 0,
  };
}
