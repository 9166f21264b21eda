import { useTranslation } from 'react-i18next';
import { createFormat, type Format } from './format.js';
import { localeOf, toLanguage, type Language } from './language.js';

const formats = new Map<string, Format>();

/** The language that the page is in. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return toLanguage(i18n.language);
}

/** How numbers and dates are written in the page's language. The same object as long as that does not change. */
export function useFormat(): Format {
  const locale = localeOf(useLanguage());
  let format = formats.get(locale);
  if (format === undefined) formats.set(locale, (format = createFormat(locale)));
  return format;
}
