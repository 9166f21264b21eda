import { useCallback, useEffect, useRef, useState } from 'react';

/** Milliseconds on the way from the rows to the button that shows new ones. */
const GRACE = 600;

/** Whether a list has to stand still: while it is told to, and a moment longer. */
export function useHold(): readonly [isHeld: boolean, hold: (held: boolean) => void] {
  const [isHeld, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const hold = useCallback((held: boolean) => {
    clearTimeout(timer.current);
    if (held) setHeld(true);
    else timer.current = setTimeout(() => setHeld(false), GRACE);
  }, []);
  return [isHeld, hold];
}
