import { createFormat, type Format } from './format.js';
import { localeOf } from './i18n.js';
import { useLanguage } from './use-translation.js';

const formats = new Map<string, Format>();

/** How numbers and dates are written in the page's language. The same object as long as that does not change. */
export function useFormat(): Format {
  const locale = localeOf(useLanguage());
  let format = formats.get(locale);
  if (format === undefined) formats.set(locale, (format = createFormat(locale)));
  return format;
}
