import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { settingsSchema, type Settings } from './settings.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Thrown when settings are not usable. The message has one line per bad setting. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * The settings from the environment, and from the file `.env` for what the environment leaves open. Empty is unset.
 * @throws SettingsError
 */
export function loadSettings(environment: Environment, file: string): Settings {
  const given: Record<string, string> = {};
  for (const source of [readEnvFile(file), environment]) {
    for (const name of Object.keys(settingsSchema.shape)) {
      const value = source[name];
      if (value !== undefined && value !== '') given[name] = value;
    }
  }
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const bySetting = Object.groupBy(parsed.error.issues, ({ path }) => String(path[0]));
  const lines = Object.entries(bySetting).map(([name, issues = []]) => {
    const allowed = issues.map(({ message }) => message).join(', ');
    return `${name}: was given ${shown(name, given[name])}; allowed: ${allowed}`;
  });
  throw new SettingsError(lines.join('\n'));
}

/**
 * Puts what the file `.env` says of variables with this prefix, and the environment leaves open, into the environment: libraries that have
 * standard variables of their own read them there.
 * @throws SettingsError for a file that cannot be read
 */
export function lendToLibraries(file: string, environment: NodeJS.ProcessEnv, prefix: string): void {
  for (const [name, value] of Object.entries(readEnvFile(file))) {
    if (name.startsWith(prefix) && !environment[name]) environment[name] = value;
  }
}

function readEnvFile(file: string): Environment {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new SettingsError(`${file}: cannot be read (${String((error as NodeJS.ErrnoException).code)})`);
  }
}

/** What was given, unless it may be a secret or hold one. */
function shown(name: string, value: string | undefined): string {
  if (value === undefined) return 'nothing';
  if (/KEY$|PASSWORD|SECRET|TOKEN$|URL$/.test(name)) return `${value.length} characters (not shown)`;
  return JSON.stringify(value.slice(0, 100));
}
