const encoder = new TextEncoder();

/** Bytes of a text in UTF-8. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** The text if it has at most `limit` bytes in UTF-8; else its beginning, cut between characters, and an ellipsis. */
export function cutBytes(text: string, limit: number): string {
  if (byteLength(text) <= limit) return text;
  const room = Math.max(0, limit - 3);
  const { read } = encoder.encodeInto(text, new Uint8Array(room));
  return `${text.slice(0, read)}…`;
}

/** As many of the parts as fit into `limit` bytes together with the end, and the end. At least the first one, cut if need be. */
export function fitParts(parts: readonly string[], end: (left: number) => string, limit: number): string {
  for (let count = parts.length; count > 0; count--) {
    const whole = parts.slice(0, count).join('') + end(parts.length - count);
    if (byteLength(whole) <= limit) return whole;
  }
  const last = end(Math.max(0, parts.length - 1));
  return cutBytes(parts[0] ?? '', Math.max(0, limit - byteLength(last))) + last;
}
