/** A text as PostgreSQL can hold it: U+FFFD stands for NUL, and for half a surrogate pair. */
export const storedText = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');
