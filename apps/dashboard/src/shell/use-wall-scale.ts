import { useEffect } from 'react';

/** In wall mode everything grows with the screen, to be read from across a room. */
export function useWallScale(wall: boolean): void {
  useEffect(() => {
    if (!wall) return undefined;
    document.documentElement.dataset['wall'] = '';
    return () => {
      delete document.documentElement.dataset['wall'];
    };
  }, [wall]);
}
