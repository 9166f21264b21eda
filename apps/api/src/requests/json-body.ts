import { isUtf8 } from 'node:buffer';
import { InvalidRequestError } from '@yychat/engine-core';

/** Texts that a body has in it if any of its keys may be `__proto__`, written plainly or in escapes. */
const SUSPECT = /__proto__|\\u00[567]/i;

/** Characters of a path in an error, about. */
const LONGEST = 200;

/**
 * The body of a request. What is not valid UTF-8 is refused, not mended; so is the key `__proto__`, which would change
 * objects that it is copied into.
 * @throws InvalidRequestError
 */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) throw unreadable('The request has no body.');
  if (!isUtf8(body)) throw unreadable('The body of the request is not valid UTF-8.');
  const text = body.toString('utf8', hasByteOrderMark(body) ? 3 : 0);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable('The body of the request could not be read as JSON.');
  }
  if (SUSPECT.test(text)) refusePrototypes(value);
  return value;
}

/** RFC 8259, 8.1: a reader may ignore it. */
function hasByteOrderMark(body: Buffer): boolean {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
}

/** Walks without recursion: nothing has bounded the depth yet. */
function refusePrototypes(body: unknown): void {
  const waiting: { readonly value: unknown; readonly at: string }[] = [{ value: body, at: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, at } = next;
    if (typeof value !== 'object' || value === null) continue;
    const isArray = Array.isArray(value);
    for (const key of Object.keys(value)) {
      const name = key.slice(0, LONGEST).toWellFormed();
      // Where it is deep, a path would be longer than what it leads to.
      const path = at.length > LONGEST ? at : isArray ? `${at}[${name}]` : at === '' ? name : `${at}.${name}`;
      if (key === '__proto__') {
        throw new InvalidRequestError(`Invalid key '${path}': it is not allowed.`, path, 'forbidden_key');
      }
      waiting.push({ value: (value as Readonly<Record<string, unknown>>)[key], at: path });
    }
  }
}

function unreadable(message: string): InvalidRequestError {
  return new InvalidRequestError(message, null, 'invalid_body');
}
