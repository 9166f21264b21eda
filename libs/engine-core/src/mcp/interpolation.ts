import { McpConfigError } from './mcp-config-error.js';

/** The value of a variable, such as one of the environment; undefined when it is not set. */
export type Lookup = (name: string) => string | undefined;

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/**
 * Replaces `${VAR}` and `${VAR:-default}` in configured texts, and remembers what it put in: whatever comes from the
 * environment is taken for a secret.
 */
export class Interpolation {
  readonly #lookup: Lookup;
  readonly #values = new Set<string>();

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
  }

  get values(): ReadonlySet<string> {
    return this.#values;
  }

  /** @throws McpConfigError when a variable is not set and has no default. */
  apply(text: string, field: string): string {
    return text.replaceAll(VARIABLE, (_, name: string, fallback: string | undefined) => {
      const value = this.#lookup(name);
      if (value !== undefined && value !== '') {
        this.#values.add(value);
        return value;
      }
      if (fallback === undefined) throw new McpConfigError(field, `needs \${${name}}, which is not set`);
      return fallback;
    });
  }
}
