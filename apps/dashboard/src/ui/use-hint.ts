import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

/** Milliseconds that somebody must point at something. */
const DELAY = 350;
/** Milliseconds on the way from what has a hint to the hint, or to the next. */
const GRACE = 200;

/** When the last hint of the page was closed: who goes along a row of buttons reads them at once. */
let lastClosed = -Infinity;

export interface HintState {
  /** What the hint stands beside; `null`: it is not shown. */
  readonly anchor: HTMLElement | null;
  readonly pointAt: (anchor: HTMLElement) => void;
  /** At once, unless it is pressing that brought the focus. */
  readonly focus: (anchor: HTMLElement) => void;
  readonly open: (anchor: HTMLElement) => void;
  /** Who presses knows what for. */
  readonly press: () => void;
  /** The pointer is on the hint itself. */
  readonly stay: () => void;
  readonly leave: () => void;
  readonly close: () => void;
}

/** When a hint is shown. */
export function useHint(): HintState {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const pressed = useRef(false);
  const after = useCallback((wait: number, act: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(act, wait);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  const actions = useMemo(() => {
    const close = () => {
      clearTimeout(timer.current);
      setAnchor((before) => {
        if (before !== null) lastClosed = performance.now();
        return null;
      });
    };
    const open = (next: HTMLElement) => {
      pressed.current = false;
      clearTimeout(timer.current);
      setAnchor(next);
    };
    return {
      open,
      close,
      pointAt(next: HTMLElement) {
        if (performance.now() - lastClosed < GRACE) open(next);
        else after(DELAY, () => setAnchor(next));
      },
      focus(next: HTMLElement) {
        if (!pressed.current) open(next);
      },
      press() {
        pressed.current = true;
        close();
      },
      stay: () => clearTimeout(timer.current),
      leave() {
        pressed.current = false;
        after(GRACE, close);
      },
    };
  }, [after]);
  return { anchor, ...actions };
}
