import { useCallback } from 'react';

/** Fills the screen, where the browser lets it. */
export function useFullscreen(): (full: boolean) => void {
  return useCallback((full) => {
    const done = full
      ? document.documentElement.requestFullscreen()
      : document.fullscreenElement === null
        ? Promise.resolve()
        : document.exitFullscreen();
    // A browser may refuse: the wall mode is as good in a window.
    done.catch(() => undefined);
  }, []);
}
