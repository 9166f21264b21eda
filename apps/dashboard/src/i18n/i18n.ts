import { commonMessages } from './common-messages.js';
import type { Messages, Namespaces } from './messages.js';

/** What `<html lang>` and Intl are told. */
const LOCALES = { en: 'en', zh: 'zh-CN' } as const;

export type Language = keyof typeof LOCALES;
export type Namespace = keyof Namespaces;

const words = new Map<string, Messages>([['common', commonMessages]]);
const listeners = new Set<() => void>();
let spoken: Language = 'en';

/** Makes the words of a view known. Called by the view's module, so that they come with it. */
export function addMessages(namespace: Namespace, messages: Messages): void {
  words.set(namespace, messages);
}

/** @throws Error when the view that has them is not loaded */
export function messagesOf(namespace: Namespace, language: Language): Messages[Language] {
  const messages = words.get(namespace);
  if (messages === undefined) throw new Error(`There are no words of "${namespace}".`);
  return messages[language];
}

export function localeOf(language: Language): string {
  return LOCALES[language];
}

export function language(): Language {
  return spoken;
}

/** Has the page be in a language from now on. */
export function speak(next: Language): void {
  spoken = next;
  document.documentElement.lang = localeOf(next);
  for (const listener of listeners) listener();
}

export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
