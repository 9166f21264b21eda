import { names } from '@nx/devkit';

const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const MAX_LENGTH = 40;

/** Thrown when an option has a value that cannot be used. The message names the option. */
export class OptionError extends Error {
  override readonly name = 'OptionError';

  constructor(option: string, given: unknown, problem: string) {
    super(`${option}: ${JSON.stringify(given)} ${problem}`);
  }
}

/** @throws OptionError */
export function requireKebabCase(name: string): void {
  if (!KEBAB_CASE.test(name) || name.length > MAX_LENGTH)
    throw new OptionError(
      'name',
      name,
      `cannot be used: small letters and digits, words joined by single hyphens, a letter first, ${MAX_LENGTH} characters at most (e.g. my-name).`,
    );
}

/** A name, in kebab-case, as types and files have it: without the noun that is put behind it. */
export function stemOf(
  name: string,
  noun: string,
): { readonly fileName: string; readonly className: string } {
  const fileName = name.endsWith(`-${noun}`) ? name.slice(0, -noun.length - 1) : name;
  return { fileName, className: names(fileName).className };
}
