import i18next, { type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { commonMessages } from './common-messages.js';
import type { Messages } from './messages.js';

export const i18n: I18n = i18next.createInstance();

void i18n.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'common',
  ns: ['common'],
  resources: { en: { common: commonMessages.en }, zh: { common: commonMessages.zh } },
  // React escapes.
  interpolation: { escapeValue: false },
  initAsync: false,
  react: { useSuspense: false },
});

/** Makes the words of a view known. Called by the view's module, so that they come with it. */
export function addMessages(namespace: string, messages: Messages): void {
  i18n.addResourceBundle('en', namespace, messages.en, true, true);
  i18n.addResourceBundle('zh', namespace, messages.zh, true, true);
}
