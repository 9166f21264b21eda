import type { Clock, Logger } from '@yychat/engine-core';
import { PersonalityDirectory } from '@yychat/engine-core/personalities';
import type { Settings } from '../settings/settings.js';

/** @throws Error that names the setting, the file and the field */
export async function loadPersonalities(
  { PERSONALITIES_DIR: directory }: Settings,
  options: { readonly logger: Logger; readonly clock: Clock },
): Promise<PersonalityDirectory> {
  try {
    return await PersonalityDirectory.load(directory, options);
  } catch (error) {
    throw new Error(`PERSONALITIES_DIR: ${directory}: ${(error as Error).message}`, { cause: error });
  }
}

/** The personality of requests that name none. @throws Error where there is none of that name */
export function defaultPersonality(
  { DEFAULT_PERSONALITY: id }: Settings,
  personalities: PersonalityDirectory,
): string | undefined {
  if (id !== undefined && personalities.get(id) === undefined) {
    throw new Error(
      `DEFAULT_PERSONALITY: there is no personality ${JSON.stringify(id)} in PERSONALITIES_DIR`,
    );
  }
  return id;
}
