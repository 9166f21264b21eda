import type { MessageTree } from './messages.js';

/** What is filled in for `{{name}}`. `count` also chooses between `key_one` and `key_other`. */
export type Values = Readonly<Record<string, string | number>>;

const plurals = new Map<string, Intl.PluralRules>();

/** @returns the words with the values filled in; undefined when there are none of that name */
export function translate(
  tree: MessageTree,
  locale: string,
  key: string,
  values: Values = {},
): string | undefined {
  const count = values['count'];
  const words =
    (count === undefined ? undefined : find(tree, `${key}_${pluralOf(locale, Number(count))}`)) ??
    find(tree, key);
  return words?.replaceAll(/\{\{(\w+)\}\}/g, (placeholder, name: string) =>
    String(values[name] ?? placeholder),
  );
}

function find(tree: MessageTree, key: string): string | undefined {
  let found: MessageTree | string | undefined = tree;
  for (const part of key.split('.')) {
    if (typeof found !== 'object') return undefined;
    found = found[part];
  }
  return typeof found === 'string' ? found : undefined;
}

/** Only what languages with `one` and `other` need: Chinese has `other` alone. */
function pluralOf(locale: string, count: number): string {
  let rules = plurals.get(locale);
  if (rules === undefined) plurals.set(locale, (rules = new Intl.PluralRules(locale)));
  return rules.select(count);
}
