import { recall, remember } from '../theme/preferences.js';
import { speak, type Language } from './i18n.js';

export const LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', zh: '简体中文' };

function preferred(): Language {
  const remembered = recall('language');
  if (remembered === 'en' || remembered === 'zh') return remembered;
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('zh')) ? 'zh' : 'en';
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
