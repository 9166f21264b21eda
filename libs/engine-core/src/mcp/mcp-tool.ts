import { EngineError, InvalidToolError } from '../errors.js';
import type { Tool } from '../ports/tool-source.js';
import type { TraceHeaders } from '../ports/turn-trace.js';
import { cutText } from '../tools/output-bound.js';
import type { SchemaCheck } from '../tools/parameter-schema.js';
import { validateTool } from '../tools/tool-validation.js';
import { toParameters } from './input-schema.js';

/** What the OpenAI API takes. */
const MAX_DESCRIPTION = 1024;

/** Calls the tool that its server knows under the given name. */
export type CallTool = (
  name: string,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
  trace: TraceHeaders | undefined,
) => Promise<string>;

export interface McpToolOptions {
  readonly server: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly check: SchemaCheck;
  readonly call: CallTool;
}

/** A tool that was left out, by the server's own name for it. */
export interface RefusedTool {
  readonly tool: string;
  readonly reason: string;
}

/** Those of the listed tools that can be valid, and why the others cannot. */
export function toTools(
  listed: readonly unknown[],
  options: McpToolOptions,
): { readonly tools: readonly Tool[]; readonly refused: readonly RefusedTool[] } {
  const tools = new Map<string, Tool>();
  const refused: RefusedTool[] = [];
  for (const one of listed) {
    try {
      const tool = toTool(one, options);
      const { name } = tool.definition;
      if (tools.has(name)) throw new InvalidToolError(name, 'another tool of its server has the same name');
      tools.set(name, tool);
    } catch (error) {
      if (!EngineError.is(error)) throw error;
      refused.push({ tool: nameOf(one).slice(0, 100) || '(no name)', reason: error.message });
    }
  }
  return { tools: [...tools.values()], refused };
}

/**
 * A tool as its server listed it, as one of ours: `SERVER__TOOL`. A description that is too long is cut, one that is
 * missing replaced by the title.
 *
 * @throws InvalidToolError when its name or its schema cannot be valid.
 */
function toTool(listed: unknown, { server, timeout, check, call }: McpToolOptions): Tool {
  const fields =
    typeof listed === 'object' && listed !== null ? (listed as Readonly<Record<string, unknown>>) : {};
  const name = nameOf(listed);
  const tool: Tool = {
    definition: {
      name: `${server}__${name}`,
      description: describe(fields, `The tool ${name} of ${server}.`),
      // Checked by validateTool, as all that comes from a server.
      parameters: toParameters(fields['inputSchema']) as Readonly<Record<string, unknown>>,
    },
    source: `mcp:${server}`,
    timeout,
    execute: (args, { signal, trace }) => call(name, args, signal, trace),
  };
  return validateTool(tool, check);
}

function nameOf(listed: unknown): string {
  const name =
    typeof listed === 'object' && listed !== null ? (listed as { name?: unknown }).name : undefined;
  return typeof name === 'string' ? name : '';
}

function describe(fields: Readonly<Record<string, unknown>>, fallback: string): string {
  const texts = [fields['description'], fields['title']];
  const text = texts.find((one): one is string => typeof one === 'string' && one.trim() !== '') ?? fallback;
  return text.length > MAX_DESCRIPTION ? `${cutText(text, MAX_DESCRIPTION - 1)}…` : text;
}
