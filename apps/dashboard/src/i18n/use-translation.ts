import { useSyncExternalStore } from 'react';
import { language, localeOf, messagesOf, onLanguage, type Language, type Namespace } from './i18n.js';
import type { MessageKey, Namespaces } from './messages.js';
import { translate, type Values } from './translate.js';

/** Words of a namespace, in the page's language. */
export type Translate<Name extends Namespace> = (
  key: MessageKey<Namespaces[Name]>,
  values?: Values,
) => string;

type AnyTranslate = (key: string, values?: Values) => string;

const translators = new Map<string, AnyTranslate>();

/** The language that the page is in. */
export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, language);
}

/** `t` is the same function as long as the language does not change. Default: what all views say. */
export function useTranslation<Name extends Namespace = 'common'>(
  namespace?: Name,
): { readonly t: Translate<Name> } {
  return { t: translatorOf(namespace ?? 'common', useLanguage()) };
}

function translatorOf(namespace: Namespace, spoken: Language): AnyTranslate {
  const id = `${spoken} ${namespace}`;
  let t = translators.get(id);
  if (t === undefined) {
    t = (key, values) => translate(messagesOf(namespace, spoken), localeOf(spoken), key, values) ?? key;
    translators.set(id, t);
  }
  return t;
}
