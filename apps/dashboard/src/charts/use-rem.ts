import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  const observer = new ResizeObserver(listener);
  observer.observe(document.documentElement);
  return () => observer.disconnect();
}

const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

/** Pixels of a rem, which grow in wall mode and with what somebody has set in the browser. */
export function useRem(): number {
  return useSyncExternalStore(subscribe, rem);
}
