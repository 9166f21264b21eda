import type { Cache } from '../cache.js';
import type { CacheSettings, KitOptions } from './kit-options.js';

export type Case = (
  name: string,
  settings: CacheSettings,
  body: (cache: Cache<unknown>) => Promise<void>,
) => void;

/** Lifetimes are exact unless a case says otherwise. */
export function caseOf({ it, create }: KitOptions): Case {
  return (name, settings, body) => {
    it(name, async () => {
      const { cache, close } = await create({ jitter: 0, ...settings });
      try {
        await body(cache);
      } finally {
        await close();
      }
    });
  };
}
