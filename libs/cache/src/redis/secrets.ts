/** Takes passwords out of what others have written: servers repeat what they do not understand, and that may be a login. */
export class Secrets {
  readonly #words: readonly string[];

  constructor(words: readonly (string | undefined)[]) {
    this.#words = words.filter((word) => word !== undefined && word !== '') as string[];
  }

  redact(text: string): string {
    return this.#words.reduce((clean, word) => clean.replaceAll(word, '***'), text);
  }

  /** The error itself where it holds none. */
  redactError(error: unknown): unknown {
    if (!(error instanceof Error)) return typeof error === 'string' ? this.redact(error) : error;
    const text = `${error.message}\n${error.stack ?? ''}`;
    return this.#words.some((word) => text.includes(word)) ? new Error(this.redact(error.message)) : error;
  }
}
