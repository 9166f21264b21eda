/** First and last id of the postings of a chunk c, for `BETWEEN`: see `schema.ts`. */
export const POSTINGS_OF_CHUNK = '(c.id << 32) AND ((c.id << 32) | 4294967295)';
/** The same of its places, which the outlines of its embeddings are kept by, too. */
export const PLACES_OF_CHUNK = '(c.id << 10) AND ((c.id << 10) | 1023)';
