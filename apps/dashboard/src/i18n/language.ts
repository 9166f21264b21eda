import { recall, remember } from '../theme/preferences.js';
import { i18n } from './i18n.js';

export const LANGUAGES = { en: 'English', zh: '简体中文' } as const;
export type Language = keyof typeof LANGUAGES;

/** What `<html lang>` and Intl are told. */
const TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

function preferred(): Language {
  const remembered = recall('language');
  if (remembered === 'en' || remembered === 'zh') return remembered;
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('zh')) ? 'zh' : 'en';
}

export function toLanguage(text: string): Language {
  return text === 'zh' ? 'zh' : 'en';
}

export function localeOf(language: Language): string {
  return TAGS[language];
}

/** Shows the page in a language, and the next time again. */
export function chooseLanguage(language: Language): void {
  remember('language', language);
  speak(language);
}

/** Begins with the language chosen last time, else the browser's. */
export function startLanguage(): void {
  speak(preferred());
}

function speak(language: Language): void {
  document.documentElement.lang = localeOf(language);
  void i18n.changeLanguage(language);
}
