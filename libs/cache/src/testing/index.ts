export { describeCache } from './describe-cache.js';
export type { CacheSettings, CacheUnderTest, KitOptions } from './kit-options.js';
