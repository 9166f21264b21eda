/** How a value stands in the address. `null`: it is the default, and stands there not at all. */
export interface Param<Value> {
  parse(text: string | null): Value;
  format(value: Value): string | null;
}

/** One of a few words. What is none of them is the default. */
export function oneOf<const Word extends string>(words: readonly Word[], byDefault: Word): Param<Word> {
  return {
    parse: (text) => words.find((word) => word === text) ?? byDefault,
    format: (value) => (value === byDefault ? null : value),
  };
}

/** Any text; empty is the same as none. */
export const anyText: Param<string | null> = {
  parse: (text) => (text === '' ? null : text),
  format: (value) => (value === '' ? null : value),
};

export const flag: Param<boolean> = {
  parse: (text) => text === '1',
  format: (value) => (value ? '1' : null),
};

/** From and to, in milliseconds since the epoch. */
export type TimeRange = readonly [from: number, to: number];

export const timeRange: Param<TimeRange | null> = {
  parse(text) {
    const [from = NaN, to = NaN] = (text ?? '').split('-').map(Number);
    return Number.isSafeInteger(from) && Number.isSafeInteger(to) && from > 0 && from < to
      ? [from, to]
      : null;
  },
  format: (range) => (range === null ? null : range.map(Math.round).join('-')),
};
