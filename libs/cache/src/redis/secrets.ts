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
    const { message = '', stack = '' } = (error ?? {}) as { message?: string; stack?: string };
    const isClean = !this.#words.some((word) => message.includes(word) || stack.includes(word));
    return isClean ? error : new Error(this.redact(message));
  }
}
