import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { invalidRequest } from './invalid-request.js';
import { wordIssue } from './word-issues.js';

const schema = z.strictObject({
  name: z.string().min(1).max(5),
  tags: z.array(z.string()).min(1).max(2).default(['a']),
  size: z.int().min(1).max(9).default(1),
  share: z.number().gt(0).lt(1).default(0.5),
  mode: z.enum(['a', 'b']).default('a'),
  url: z.url().optional(),
  inner: z.strictObject({ flag: z.boolean().optional() }).optional(),
});

function refused(changes: object) {
  const { error } = schema.safeParse({ name: 'x', ...changes }, { error: wordIssue });
  return invalidRequest(error as z.ZodError);
}

it.each([
  [{ name: '' }, 'name', 'must not be empty'],
  [{ name: undefined }, 'name', 'is missing'],
  [{ name: 7 }, 'name', 'a text'],
  [{ name: 'abcdef' }, 'name', 'at most 5 characters'],
  [{ tags: [] }, 'tags', 'must not be empty'],
  [{ tags: ['a', 'b', 'c'] }, 'tags', 'at most 2 items'],
  [{ tags: ['a', 7] }, 'tags.1', 'a text'],
  [{ size: 0 }, 'size', 'at least 1'],
  [{ size: 1.5 }, 'size', 'a whole number'],
  [{ share: 0 }, 'share', 'more than 0'],
  [{ share: 1 }, 'share', 'less than 1'],
  [{ mode: 'c' }, 'mode', 'one of "a", "b"'],
  [{ url: 'here' }, 'url', 'a URL'],
])('%j is told in words', (changes, param, words) => {
  expect(refused(changes)).toMatchObject({
    ...{ status: 400, code: 'invalid_value', param },
    message: `Invalid value for '${param}': ${words}.`,
  });
});

it.each([
  [{ colour: 'red' }, 'colour'],
  [{ inner: { colour: 'red' } }, 'inner.colour'],
])('%j has a field that nobody knows, which is named', (changes, param) => {
  expect(refused(changes)).toMatchObject({
    ...{ code: 'unknown_parameter', param, message: `Unknown parameter: '${param}'.` },
  });
});
