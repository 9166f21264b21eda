import type { commonMessages } from './common-messages.js';

export interface MessageTree {
  readonly [key: string]: string | MessageTree;
}

/** The same words in all languages. */
export interface Messages {
  readonly en: MessageTree;
  readonly zh: MessageTree;
}

/** The words of each namespace. Every view adds its own. */
export interface Namespaces {
  common: (typeof commonMessages)['en'];
}

/** The type of a translation: the same keys, other words. */
export type Translated<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends string ? string : Translated<Tree[Key]>;
};

/** Ways to the words of a tree, as `start.title`. What has a plural is named without it. */
export type MessageKey<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string
    ? WithoutPlural<Key>
    : `${Key}.${MessageKey<Tree[Key]>}`;
}[keyof Tree & string];

type WithoutPlural<Key extends string> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;
