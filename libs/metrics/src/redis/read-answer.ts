import type { ListTail, ReadAnswer, StoredPart } from '../store/metrics-store.js';
import { bytesOf, FIELD_SEPARATOR } from './packed-batch.js';

type Tail = readonly [total: number, items: readonly string[]];

/** What the script that reads answers: only the generation if it was asked about another one. */
export type RawAnswer =
  | readonly [generation: string]
  | readonly [
      generation: string,
      heartbeats: readonly string[],
      turns: Tail,
      events: Tail,
      late: Tail,
      buckets: readonly (readonly string[])[],
    ];

/** @returns undefined if there is only a generation */
export function readAnswer(raw: RawAnswer): ReadAnswer | undefined {
  if (raw.length === 1) return undefined;
  const [generation, heartbeats, turns, events, late, buckets] = raw;
  return {
    generation: Number(generation),
    heartbeats,
    turns: tailOf(turns),
    events: tailOf(events),
    late: tailOf(late),
    buckets: buckets.map(partsOf),
  };
}

function tailOf([total, items]: Tail): ListTail {
  return { total, items };
}

/** @param hash fields and values in turns */
function partsOf(hash: readonly string[]): StoredPart[] {
  const parts: StoredPart[] = [];
  for (let i = 0; i + 1 < hash.length; i += 2) {
    const [field, value] = [hash[i] as string, hash[i + 1] as string];
    const end = field.lastIndexOf(FIELD_SEPARATOR);
    parts.push({ series: field.slice(0, end), instance: field.slice(end + 1), data: bytesOf(value) });
  }
  return parts;
}
