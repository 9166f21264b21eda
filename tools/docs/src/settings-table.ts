/** A setting, and its default as the service has it; undefined where it has none. */
export type Settings = ReadonlyMap<string, string | undefined>;

/** Settings of a file in the form of `.env`, in which those without a default are comments. */
export function settingsOfExample(text: string): Settings {
  const found = new Map<string, string | undefined>();
  for (const line of text.split('\n')) {
    const { isOff, name, value } =
      /^(?<isOff># )?(?<name>[A-Z][A-Z0-9_]+)=(?<value>.*)$/.exec(line)?.groups ?? {};
    if (name !== undefined) found.set(name, isOff === undefined ? value : undefined);
  }
  return found;
}

/** Settings of tables whose first column has the name as code, and whose second one has the default: as code, or as a dash. */
export function settingsOfTables(text: string): Settings {
  const found = new Map<string, string | undefined>();
  for (const line of text.split('\n')) {
    const { name, value } =
      /^\| `(?<name>[A-Z][A-Z0-9_]+)` *\| *(?:`(?<value>[^`]*)`|–) *\|/.exec(line)?.groups ?? {};
    if (name !== undefined) found.set(name, value);
  }
  return found;
}
