import { InvalidRequestError } from '@yychat/engine-core';
import type { z } from 'zod';

/**
 * The error for a body or query that a schema refuses: of what is wrong, the first.
 * @param depth how much of the path names what the client sent; a parameter with commas in it is one
 */
export function invalidRequest({ issues: [issue] }: z.ZodError, depth = Infinity): InvalidRequestError {
  const path = issue?.path.slice(0, depth).map(String) ?? [];
  if (issue?.code === 'unrecognized_keys') {
    const param = [...path, ...issue.keys.slice(0, 1)].join('.');
    return new InvalidRequestError(`Unknown parameter: '${param}'.`, param, 'unknown_parameter');
  }
  const param = path.join('.');
  return new InvalidRequestError(
    `Invalid value for '${param === '' ? 'body' : param}': ${issue?.message ?? 'is not valid'}.`,
    param === '' ? null : param,
  );
}
