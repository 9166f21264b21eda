import type { InvalidField } from '@yychat/protocol';
import { addMessages } from '../../i18n/i18n.js';
import { useTranslation, type Translate } from '../../i18n/use-translation.js';
import { fieldErrors } from './field-errors.js';
import { fieldMessages } from './field-messages.js';

addMessages('fields', fieldMessages);

const CODES = Object.keys(fieldMessages.en) as (keyof typeof fieldMessages.en)[];

/** Finds what the API says of fields, in the language of the page; what it has no word for, as the API says it. */
export function useFieldErrors(): (error: unknown, within?: string) => ReadonlyMap<string, string> {
  const { t } = useTranslation('fields');
  return (error, within) => fieldErrors(error, (field) => wordOf(field, t), within);
}

function wordOf({ code, message, values }: InvalidField, t: Translate<'fields'>): string {
  const known = CODES.find((each) => each === code);
  return known === undefined ? message : t(known, values);
}
