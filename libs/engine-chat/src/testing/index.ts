export { describePostingSource } from './describe-posting-source.js';
export type { KitOptions, PostingSourceUnderTest } from './kit-options.js';
