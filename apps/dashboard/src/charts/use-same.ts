import { useState } from 'react';

/** The first of the lists that are alike: what depends on it is made again only when what is in it changes. */
export function useSame<Item>(
  list: readonly Item[],
  alike: (a: Item, b: Item) => boolean = Object.is,
): readonly Item[] {
  const [kept, setKept] = useState(list);
  if (kept === list) return kept;
  if (kept.length === list.length && kept.every((item, i) => alike(item, list[i] as Item))) return kept;
  setKept(list);
  return list;
}
