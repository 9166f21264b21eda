import { describe, expect, it } from '@jest/globals';
import { ownerOf, runKey, userKey } from './scope-keys.js';

describe('keys of scopes', () => {
  it('are never those of others, whatever names are made of', () => {
    const names = [
      'a',
      'b',
      'a:b',
      'b:a',
      ':',
      '',
      ' ',
      'a ',
      '","',
      '["a"',
      'ä',
      'a\u0308',
      '\uD800',
      '\uFFFD',
      'u_a',
    ];
    const keys = names.flatMap((tenant) =>
      names.flatMap((name) => {
        const key = { tenant, conversationId: name };
        return [userKey(tenant, name), runKey(key), ownerOf(key).user];
      }),
    );
    expect(new Set(keys).size).toBe(3 * names.length ** 2);
    for (const key of keys) expect(key).toMatch(/^[ucn]_[\w-]+$/);
  });

  it('are a user’s in all conversations, and nobody’s in one', () => {
    const key = { tenant: 't', conversationId: 'c' };
    expect(ownerOf({ ...key, user: 'ann' })).toEqual({ user: userKey('t', 'ann'), run: runKey(key) });
    expect(ownerOf({ ...key, user: 'ann', conversationId: 'd' }).user).toBe(userKey('t', 'ann'));
    expect(ownerOf(key).user).not.toBe(ownerOf({ ...key, conversationId: 'd' }).user);
  });
});
