/** What belongs to each combination of labels. Made once for each: the values of labels are few. */
export class Labelled<Label extends string, Content> {
  readonly #contents = new Map<
    string,
    { readonly labels: Readonly<Record<Label, string>>; readonly content: Content }
  >();

  constructor(
    private readonly names: readonly Label[],
    private readonly make: () => Content,
  ) {}

  /** @param values of the labels, in their order; without line breaks */
  at(...values: readonly string[]): Content {
    const key = values.join('\n');
    const known = this.#contents.get(key);
    if (known !== undefined) return known.content;
    const content = this.make();
    const pairs = this.names.flatMap((name, i) => (values[i] ? [[name, values[i]]] : []));
    this.#contents.set(key, { labels: Object.fromEntries(pairs) as Record<Label, string>, content });
    return content;
  }

  get all(): readonly { readonly labels: Readonly<Record<Label, string>>; readonly content: Content }[] {
    return [...this.#contents.values()];
  }
}
