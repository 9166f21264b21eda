import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

const TRIES = 6;
/** Milliseconds before the second try; twice as long before each that follows. */
const FIRST_WAIT = 500;

/**
 * A component that comes when it is first shown. A service that is away for a moment, as when it is restarted, is asked
 * again for a quarter of a minute.
 */
export function lazily<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await persistently(load) }));
}

async function persistently<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  for (let tried = 1; ; tried++) {
    try {
      return await load();
    } catch (error) {
      if (tried === TRIES) throw error;
      const wait = FIRST_WAIT * 2 ** (tried - 1) * (0.75 + Math.random() / 2);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
