export interface MessageTree {
  readonly [key: string]: string | MessageTree;
}

/** The same words in all languages. */
export interface Messages {
  readonly en: MessageTree;
  readonly zh: MessageTree;
}

/** The type of a translation: the same keys, other words. */
export type Translated<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends string ? string : Translated<Tree[Key]>;
};
