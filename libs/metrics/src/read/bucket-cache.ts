/** Keeps what was used last, up to a limit. */
export class BucketCache<Content> {
  readonly #contents = new Map<string, Content>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(name: string): Content | undefined {
    const content = this.#contents.get(name);
    if (content !== undefined) this.set(name, content);
    return content;
  }

  set(name: string, content: Content): void {
    this.#contents.delete(name);
    this.#contents.set(name, content);
    if (this.#contents.size <= this.#limit) return;
    for (const oldest of this.#contents.keys()) return void this.#contents.delete(oldest);
  }

  delete(name: string): void {
    this.#contents.delete(name);
  }

  clear(): void {
    this.#contents.clear();
  }
}
