/** `name=value` on each line; what has no value is its own. */
export function linesOf(text: string, between: '=' | ':'): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(between);
      return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}

export function textOfLines(pairs: Readonly<Record<string, string>>, between: '=' | ':'): string {
  const space = between === ':' ? ' ' : '';
  return Object.entries(pairs)
    .map(([name, value]) => `${name}${between}${space}${value}`)
    .join('\n');
}
