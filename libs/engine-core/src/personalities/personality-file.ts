import type { Personality } from '../ports/personality-source.js';
import { InvalidPersonalityError } from './invalid-personality-error.js';
import { composeSystemMessage } from './system-message.js';
import type { Example } from './system-message.js';

type Fields = Readonly<Record<string, unknown>>;

const ID = /^[a-z0-9_-]{1,64}$/;
const TOOL_NAME = /^[a-zA-Z0-9_-]{1,64}$/;
/** Characters: names are shown in lists. */
const MAX_NAME = 100;
/** Characters: what the OpenAI API takes. */
const MAX_DESCRIPTION = 1024;
/** `$schema` is for editors; `realtime_instructions` was for speech in the Python YYChat, whose files are read as well. */
const FIELDS = [
  ...['$schema', 'id', 'name', 'system_prompt', 'traits', 'examples', 'allowed_tools'],
  'realtime_instructions',
];
/** An example as the Python YYChat had it: one text. */
const DIALOGUE = /^\s*(?:用户|user)\s*[:：](?<user>.+?)\n\s*(?:助手|assistant)\s*[:：](?<assistant>.+)$/isu;

/**
 * Reads `{id, name, system_prompt, traits?, examples?, allowed_tools?}`. Fields that are not known are refused: a
 * misspelt `allowed_tools` would allow all of them.
 *
 * @throws InvalidPersonalityError that names the file and the field.
 */
export function parsePersonality(file: string, text: string): Personality {
  const read = new FieldReader(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InvalidPersonalityError(file, error instanceof Error ? error.message : String(error), error);
  }
  const fields = read.object(value, 'the file', FIELDS);
  const id = read.text(fields['id'], 'id', 64);
  if (!ID.test(id)) read.refuse('id', `must match ${ID.source}`);
  const name = read.text(fields['name'], 'name', MAX_NAME);
  const systemMessage = composeSystemMessage({
    prompt: read.text(fields['system_prompt'], 'system_prompt'),
    traits: read.list(fields['traits'], 'traits').map((trait, i) => read.text(trait, `traits[${String(i)}]`)),
    examples: read.list(fields['examples'], 'examples').map((example, i) => toExample(read, example, i)),
  });
  const tools = fields['allowed_tools'];
  if (tools === undefined) return { id, name, systemMessage };
  return { id, name, systemMessage, allowedTools: toAllowedTools(read, tools) };
}

function toExample(read: FieldReader, value: unknown, index: number): Example {
  const at = `examples[${String(index)}]`;
  const dialogue = typeof value === 'string' ? DIALOGUE.exec(value)?.groups : undefined;
  const { user, assistant } = dialogue ?? read.object(value, at, ['user', 'assistant']);
  return { user: read.text(user, `${at}.user`), assistant: read.text(assistant, `${at}.assistant`) };
}

function toAllowedTools(read: FieldReader, value: unknown): ReadonlyMap<string, string | undefined> {
  const tools = new Map<string, string | undefined>();
  for (const [index, entry] of read.list(value, 'allowed_tools').entries()) {
    const at = `allowed_tools[${String(index)}]`;
    const { tool_name: given, description } = read.object(entry, at, ['tool_name', 'description']);
    const name = read.text(given, `${at}.tool_name`, 64);
    if (!TOOL_NAME.test(name)) read.refuse(`${at}.tool_name`, `must match ${TOOL_NAME.source}`);
    if (tools.has(name)) read.refuse(`${at}.tool_name`, `names "${name}" a second time`);
    const shown =
      description === undefined ? undefined : read.text(description, `${at}.description`, MAX_DESCRIPTION);
    tools.set(name, shown);
  }
  return tools;
}

class FieldReader {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  refuse(field: string, problem: string): never {
    throw new InvalidPersonalityError(this.#file, `${field} ${problem}`);
  }

  object(value: unknown, field: string, known: readonly string[]): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.refuse(field, 'must be an object');
    }
    const stray = Object.keys(value).find((key) => !known.includes(key));
    if (stray !== undefined) this.refuse(field, `has a field "${stray.slice(0, 64)}" that is not known`);
    return value as Fields;
  }

  /** Absent is empty. */
  list(value: unknown, field: string): readonly unknown[] {
    if (value === undefined) return [];
    return Array.isArray(value) ? value : this.refuse(field, 'must be a list');
  }

  text(value: unknown, field: string, limit = Number.POSITIVE_INFINITY): string {
    if (typeof value !== 'string' || value.trim() === '')
      return this.refuse(field, 'must be a text that is not empty');
    if (value.length > limit) this.refuse(field, `must have at most ${String(limit)} characters`);
    return value.trim();
  }
}
