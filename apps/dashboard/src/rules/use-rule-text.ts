import { useCallback } from 'react';
import { addMessages } from '../i18n/i18n.js';
import type { MessageKey, Namespaces } from '../i18n/messages.js';
import { useTranslation } from '../i18n/use-translation.js';
import { defaultRuleMessages } from './default-rule-messages.js';

addMessages('defaultRules', defaultRuleMessages);

type Key = MessageKey<Namespaces['defaultRules']>;

/** By what the service says in English. */
const known: ReadonlyMap<string, Key> = new Map(
  Object.entries(defaultRuleMessages.en).flatMap(([id, texts]) =>
    Object.entries(texts).map(([field, text]) => [text, `${id}.${field}` as Key] as const),
  ),
);

/** Says the name or description of a rule in the page's language, where it is one that the service came with; others as they are. */
export function useRuleText(): (text: string) => string {
  const { t } = useTranslation('defaultRules');
  return useCallback(
    (text) => {
      const key = known.get(text);
      return key === undefined ? text : t(key);
    },
    [t],
  );
}
