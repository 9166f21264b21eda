import type { CacheFigures, TieredCache } from '@yychat/cache';
import type { FigureRegistry } from '@yychat/metrics';

type Counted = Pick<TieredCache<unknown>, 'figures'>;

const COUNTS: readonly { readonly of: keyof CacheFigures; readonly name: string; readonly help: string }[] = [
  { of: 'misses', name: 'cache_misses', help: 'Values that were in no tier.' },
  { of: 'fillFailures', name: 'cache_fill_failures', help: 'Values that could not be made.' },
  { of: 'fallbacks', name: 'cache_fallbacks', help: 'Times that memory had to do without Redis.' },
];

/** Has the figures tell what caches do, by name. Caches with the same name are counted together. */
export class MeasuredCaches {
  readonly #caches = new Map<string, Counted[]>();

  /** @param isShared whether there is a tier in Redis */
  constructor(
    private readonly figures: FigureRegistry,
    private readonly isShared: boolean,
  ) {}

  add(cache: string, opened: Counted): void {
    const known = this.#caches.get(cache);
    if (known !== undefined) return void known.push(opened);
    const caches = [opened];
    this.#caches.set(cache, caches);
    const sum = (of: keyof CacheFigures) => () => caches.reduce((all, { figures }) => all + figures[of], 0);
    for (const { of, name, help } of COUNTS) this.figures.total({ name, help, labels: { cache } }, sum(of));
    const hits = (tier: string, of: keyof CacheFigures) =>
      this.figures.total(
        { name: 'cache_hits', help: 'Values that were found, by tier.', labels: { cache, tier } },
        sum(of),
      );
    hits('memory', 'memoryHits');
    if (this.isShared) hits('redis', 'remoteHits');
  }
}
