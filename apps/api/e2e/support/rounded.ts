/** With its numbers to nine digits: sums differ in the last ones with the order in which they are added up. */
export function rounded<T>(value: T): T {
  const text = JSON.stringify(value, (_, it: unknown) =>
    typeof it === 'number' ? Number(it.toPrecision(9)) : it,
  );
  return JSON.parse(text) as T;
}
