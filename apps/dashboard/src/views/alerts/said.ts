import type { MessageKey, Namespaces } from '../../i18n/messages.js';
import type { Values } from '../../i18n/translate.js';
import { saidMessages } from './said-messages.js';

/** Words of the service's that the page has too. */
export interface Said {
  readonly key: MessageKey<Namespaces['said']>;
  readonly values: Values;
}

const PLACEHOLDER = /\\\{\\\{(\w+)\\\}\\\}/g;

const known = Object.entries(saidMessages.en).flatMap(([group, sentences]) =>
  Object.entries(sentences).map(([name, sentence]) => ({
    key: `${group}.${name}` as Said['key'],
    pattern: new RegExp(`^${escaped(sentence).replaceAll(PLACEHOLDER, '(?<$1>.+)')}$`, 'su'),
  })),
);

/** Finds what the service said among the words that the page has; undefined: they are somebody's own, or new. */
export function recognize(text: string): Said | undefined {
  for (const { key, pattern } of known) {
    const found = pattern.exec(text);
    if (found !== null) return { key, values: { ...found.groups } };
  }
  return undefined;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
