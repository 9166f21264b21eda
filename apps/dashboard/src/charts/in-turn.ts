/**
 * Milliseconds from one to the next, more than two frames: Recharts gathers what all charts have to draw until a frame is due, and draws
 * it in one task.
 */
const APART = 40;

const waiting: (() => void)[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Does something in a task of its own, after what others wait for: many charts that change at the same time are drawn one
 * by one, and what somebody types or presses comes in between.
 * @returns gives the place in the row up
 */
export function inTurn(act: () => void): () => void {
  waiting.push(act);
  timer ??= setTimeout(next);
  return () => {
    const place = waiting.indexOf(act);
    if (place !== -1) waiting.splice(place, 1);
  };
}

function next(): void {
  const act = waiting.shift();
  // Also after the last one: who comes next is not to share its frame.
  timer = act === undefined ? undefined : setTimeout(next, APART);
  act?.();
}
