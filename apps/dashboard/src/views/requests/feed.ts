import type { Outcome, TurnRecord } from '@yychat/protocol';

/** Which requests are listed. `null`: any. */
export interface RequestFilter {
  readonly engine: string | null;
  readonly status: Outcome | null;
  readonly model: string | null;
  /** Part of the id of the request or of its conversation. */
  readonly text: string | null;
  /** They ended then or later: milliseconds since the epoch. */
  readonly from: number | null;
  /** They ended before. */
  readonly to: number | null;
}

/** Clients may name requests, and twice the same. */
export function identityOf({ request_id, timestamp }: TurnRecord): string {
  return `${request_id} ${timestamp}`;
}

export function matches(
  record: TurnRecord,
  { engine, status, model, text, from, to }: RequestFilter,
): boolean {
  const ended = Date.parse(record.timestamp) + Math.round((record.total ?? 0) * 1_000);
  return (
    (engine ?? record.engine) === record.engine &&
    (status ?? record.status) === record.status &&
    (model ?? record.model) === record.model &&
    (from ?? ended) <= ended &&
    (to ?? Infinity) > ended &&
    (text === null || hasText(record, text.trim().toLowerCase()))
  );
}

function hasText({ request_id, conversation_id }: TurnRecord, text: string): boolean {
  return request_id.toLowerCase().includes(text) || (conversation_id?.toLowerCase().includes(text) ?? false);
}

/** Those known with those that came, each once, the last one first. The same list where nothing came. */
export function merged(
  known: readonly TurnRecord[],
  came: readonly TurnRecord[],
  most: number,
): readonly TurnRecord[] {
  const isKnown = among(known);
  const fresh = came.filter((record) => !isKnown(record));
  return fresh.length === 0 ? known : [...fresh, ...known].slice(0, most);
}

/** Whether requests may have come between two looks at the last ones, of which neither shows them. */
export function isGap(before: readonly TurnRecord[], now: readonly TurnRecord[]): boolean {
  return before.length > 0 && now.length > 0 && !now.some(among(before));
}

/** Of the same request one says when it came by the microsecond, cut off, and another by the millisecond. */
const SAME_MOMENT = 1;

function among(records: readonly TurnRecord[]): (record: TurnRecord) => boolean {
  const times = new Map<string, number[]>();
  for (const { request_id: id, timestamp } of records)
    times.set(id, [...(times.get(id) ?? []), Date.parse(timestamp)]);
  return ({ request_id: id, timestamp }) =>
    times.get(id)?.some((at) => Math.abs(at - Date.parse(timestamp)) <= SAME_MOMENT) ?? false;
}
