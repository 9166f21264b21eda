import type { InvalidField } from '@yychat/protocol';
import { isApiError } from '../../api/api-error.js';

/**
 * What the API says of fields, by their paths.
 * @param word says it in the language of the page
 * @param within the field of the request that they are in, which is left out of the paths
 */
export function fieldErrors(
  error: unknown,
  word: (field: InvalidField) => string,
  within = '',
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!isApiError(error) || error.param === null) return found;
  const start = within === '' ? '' : `${within}.`;
  const at = (path: string) => (path.startsWith(start) ? path.slice(start.length) : path);
  for (const field of error.fields) {
    const path = at(field.param);
    const before = found.get(path);
    found.set(path, before === undefined ? word(field) : `${before}; ${word(field)}`);
  }
  if (found.size === 0) found.set(at(error.param), error.message);
  return found;
}
