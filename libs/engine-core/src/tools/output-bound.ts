/** At most `limit` characters of `text`, never ending within a surrogate pair. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

/** Bounds `text` to `limit` characters, with a note for the model on how much is missing within them. */
export function boundOutput(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const note = (cut: number): string =>
    `\n[truncated: ${String(cut)} of ${String(text.length)} characters left out]`;
  const kept = cutText(text, Math.max(0, limit - note(text.length).length));
  return kept + note(text.length - kept.length);
}
