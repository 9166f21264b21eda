/** The payloads of a stream's data lines, `[DONE]` included. */
export function payloads(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => line.slice('data: '.length));
}

interface Chunk {
  readonly id?: string;
  readonly choices?: readonly {
    readonly delta: { readonly content?: string | null };
    readonly finish_reason: string | null;
  }[];
  readonly error?: WireError;
}

/** OpenAI's error object. */
export interface WireError {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

/** What a stream said, and how it ended. */
export interface StreamSummary {
  readonly said: string;
  readonly ids: ReadonlySet<string>;
  /** `[DONE]` events. */
  readonly done: number;
  readonly errors: readonly WireError[];
  /** Nothing came after the error or `[DONE]`, and every line was an event's. */
  readonly wellFormed: boolean;
}

export function summarize(text: string): StreamSummary {
  const events = payloads(text);
  const chunks = events.filter((event) => event !== '[DONE]').map((event) => JSON.parse(event) as Chunk);
  const errors = chunks.flatMap(({ error }) => (error === undefined ? [] : [error]));
  const last = events.at(-1) ?? '';
  const rest = text.replace(/data: [^\n]*\n\n/g, '');
  return {
    said: chunks.map(({ choices }) => choices?.[0]?.delta.content ?? '').join(''),
    ids: new Set(chunks.flatMap(({ id }) => (id === undefined ? [] : [id]))),
    done: events.filter((event) => event === '[DONE]').length,
    errors,
    wellFormed: rest === '' && (errors.length === 0 || last.startsWith('{"error"')),
  };
}
