import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { adoptFormerSettings, type SettingNotice } from './adopt-former-settings.js';
import { formerSettings } from './former-settings.js';
import { settingsSchema, type Settings } from './settings.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Thrown when settings are not usable. The message has one line per bad setting. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export interface LoadedSettings {
  readonly settings: Settings;
  /** About settings that are read otherwise than they were given. */
  readonly notices: readonly SettingNotice[];
}

/**
 * The settings from the environment, and from the file `.env` for what the environment leaves open. Empty is unset.
 * @throws SettingsError
 */
export function loadSettings(environment: Environment, file: string): LoadedSettings {
  const all: Record<string, string> = {};
  for (const source of [readEnvFile(file), environment]) {
    for (const name of [...Object.keys(settingsSchema.shape), ...Object.keys(formerSettings)]) {
      const value = source[name];
      if (value !== undefined && value !== '') all[name] = value;
    }
  }
  const { given, givenAs, notices } = adoptFormerSettings(all);
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return { settings: parsed.data, notices };
  const bySetting = Object.groupBy(parsed.error.issues, ({ path }) => String(path[0]));
  const lines = Object.entries(bySetting).map(([name, issues = []]) => {
    const allowed = issues.map(({ message }) => message).join(', ');
    return `${givenAs[name] ?? name}: was given ${shown(name, given[name])}; allowed: ${allowed}`;
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
