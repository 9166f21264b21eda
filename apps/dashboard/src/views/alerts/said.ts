import type { MessageKey, Namespaces } from '../../i18n/messages.js';
import type { Values } from '../../i18n/translate.js';
import { saidMessages } from './said-messages.js';

/** Words of the service's that the page has too. */
export interface Said {
  readonly key: MessageKey<Namespaces['said']>;
  readonly values: Values;
}

const PLACEHOLDER = /\\\{\\\{(\w+)\\\}\\\}/g;
/** What stands for them: numbers, but for these. People's own words are not to be taken for the service's. */
const TEXTS: Readonly<Record<string, string>> = { why: '.+', rule: '[^"]+', engine: '[^"]+' };

const known = Object.entries(saidMessages.en).flatMap(([group, sentences]) =>
  Object.entries(sentences).map(([name, sentence]) => ({
    key: `${group}.${name}` as Said['key'],
    pattern: patternOf(sentence),
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

function patternOf(sentence: string): RegExp {
  const escaped = sentence.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const pattern = escaped.replaceAll(
    PLACEHOLDER,
    (_, name: string) => `(?<${name}>${TEXTS[name] ?? '[\\d.]+'})`,
  );
  return new RegExp(`^${pattern}$`, 'su');
}
