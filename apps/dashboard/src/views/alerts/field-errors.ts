import { isApiError } from '../../api/api-error.js';

/** What is said of a field begins with its path: `condition.value: a number`. */
const SAID = /^([\w-]+(?:\.[\w-]+)*): (.+)$/;

/**
 * What the API says of fields, by their paths. It names the first one in `param`, and all of them in its message.
 * @param within the field of the request that they are in, which is left out of the paths
 */
export function fieldErrors(error: unknown, within = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!isApiError(error) || error.param === null) return found;
  const start = within === '' ? '' : `${within}.`;
  const at = (path: string) => (path.startsWith(start) ? path.slice(start.length) : path);
  // "The alert rule is not valid: a: one; b: two"
  const said = error.message.replace(/^[^:]*is not valid: /, '');
  let last: string | undefined;
  for (const part of said.split('; ')) {
    const [, path, message] = SAID.exec(part) ?? [];
    if (path !== undefined && message !== undefined && path.startsWith(start)) {
      last = at(path);
      found.set(last, message);
    } else if (last !== undefined) found.set(last, `${found.get(last) ?? ''}; ${part}`);
  }
  if (!found.has(at(error.param))) found.set(at(error.param), error.message);
  return found;
}
