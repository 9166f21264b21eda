import type { QuotedSchema } from './schema/schema-name.js';

/**
 * A condition for rows of `messages m`. A transaction that began earlier may end later: what was written by the oldest one that is
 * still under way, and by those after it, is left for another time, so that nothing can come to stand before what was given. So a
 * transaction that writes and stays open, in whichever database of the server, holds up those who follow the log, and nobody else.
 */
export const isSettled = (schema: QuotedSchema): string =>
  `(m.xid < pg_snapshot_xmin(pg_current_snapshot()) or m.era < (select era from ${schema}.state))`;
