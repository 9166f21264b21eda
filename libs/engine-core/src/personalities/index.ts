export { InvalidPersonalityError } from './invalid-personality-error.js';
export { PersonalityDirectory } from './personality-directory.js';
export type { PersonalityDirectoryOptions } from './personality-directory.js';
export { parsePersonality } from './personality-file.js';
