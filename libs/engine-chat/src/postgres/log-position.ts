import { PostgresStoreError } from './store-error.js';

/** A place in the order of the log. All are integers, those of 64 bits as strings. */
export interface LogPosition {
  readonly era: number;
  readonly xid: string;
  readonly id: string;
}

/** @throws PostgresStoreError for a text that is no cursor of this log */
export function parseCursor(cursor: string | undefined): LogPosition {
  if (cursor === undefined) return { era: 0, xid: '0', id: '0' };
  const [, era, xid = '', id = ''] = /^(\d{1,9})\.(\d{1,20})\.(\d{1,18})$/.exec(cursor) ?? [];
  if (era !== undefined) return { era: Number(era), xid, id };
  throw new PostgresStoreError('conversation_store_invalid', { detail: 'this is no cursor of its' });
}

export const formatCursor = ({ era, xid, id }: LogPosition): string => `${era}.${xid}.${id}`;
