/** Of many slots with scores, the best: score descending, equal scores by descending slot. Slots with a score of 0 are left out. */
export function topScores(scores: Float64Array, limit: number): number[] {
  const heap: number[] = [];
  const score = (slot: number): number => scores[slot] ?? 0;
  const worse = (one: number, other: number): boolean =>
    score(one) < score(other) || (score(one) === score(other) && one < other);
  const at = (index: number): number => heap[index] ?? -1;

  const sink = (): void => {
    let index = 0;
    for (;;) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < heap.length && worse(at(child), at(least))) least = child;
      }
      if (least === index) return;
      [heap[index], heap[least]] = [at(least), at(index)];
      index = least;
    }
  };
  const rise = (): void => {
    for (let index = heap.length - 1; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!worse(at(index), at(parent))) return;
      [heap[index], heap[parent]] = [at(parent), at(index)];
      index = parent;
    }
  };

  for (let slot = 0; limit > 0 && slot < scores.length; slot++) {
    if (score(slot) === 0) continue;
    if (heap.length < limit) {
      heap.push(slot);
      rise();
    } else if (worse(at(0), slot)) {
      heap[0] = slot;
      sink();
    }
  }
  return heap.sort((one, other) => (worse(one, other) ? 1 : -1));
}
