import { createHash } from 'node:crypto';

/** A line of the keys file, with the key itself in the place of its hash. */
export interface TestKey {
  readonly key: string;
  readonly name: string;
  readonly role: 'client' | 'operator' | 'admin';
  readonly tenant?: string;
  readonly requests_per_minute?: number;
  readonly tokens_per_minute?: number;
}

/** One key for each role that the admin key of the service does not have. */
export const CLIENT_KEY = 'test-client-key-0123456789';
export const OPERATOR_KEY = 'test-operator-key-0123456789';

export const roleKeys: readonly TestKey[] = [
  { key: CLIENT_KEY, name: 'client', role: 'client' },
  { key: OPERATOR_KEY, name: 'operator', role: 'operator' },
];

/** What the file that YYCHAT_API_KEYS_FILE names holds for these keys. */
export function keysJson(keys: readonly TestKey[]): string {
  const hashed = keys.map(({ key, ...rest }) => ({
    ...rest,
    sha256: createHash('sha256').update(key).digest('hex'),
  }));
  return JSON.stringify({ keys: hashed });
}
