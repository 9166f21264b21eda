import { read } from './repository.js';

/** All settings that .env.example has, by name. */
export function settingNames(): readonly string[] {
  return [...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z\d_]+)=/gm)].map(([, name = '']) => name);
}

/** Those that are secrets, or addresses that may hold one. */
export function isSecret(name: string): boolean {
  return /(?:_KEY|_PASSWORD)$|^(?:DATABASE|REDIS)_URL$/.test(name);
}
