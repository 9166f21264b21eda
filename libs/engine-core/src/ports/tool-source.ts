import type { FunctionTool } from '../wire/chat-completion.js';
import type { TraceHeaders } from './turn-trace.js';

/** The canonical form of a tool. Converted to the wire form in one place, `toFunctionTool`. */
export interface ToolDefinition {
  /** `^[a-zA-Z0-9_-]{1,64}$`, unique. */
  readonly name: string;
  readonly description: string;
  /** JSON Schema (draft 2020-12) of an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ToolContext {
  readonly signal: AbortSignal;
  readonly tenant: string;
  readonly user?: string;
  readonly conversationId?: string;
  /** Of this call, for a tool that calls elsewhere. Absent where the turn is not traced. */
  readonly trace?: TraceHeaders;
}

export interface Tool {
  readonly definition: ToolDefinition;
  /** `builtin`, or `mcp:SERVER`. */
  readonly source: string;
  /** Milliseconds; the executor's default applies where absent. */
  readonly timeout?: number;
  /**
   * Arguments were validated against the definition. Throws an error whose message the model may read.
   * What it returns is told to the model as text.
   */
  execute(args: Readonly<Record<string, unknown>>, context: ToolContext): Promise<string>;
}

/** Tools that the server runs itself. The set may change while it runs. */
export interface ToolSource {
  /** Grows whenever the set changes, so that what is built from it can be kept until then. */
  readonly version: number;
  list(): readonly Tool[];
  get(name: string): Tool | undefined;
}

export function toFunctionTool(definition: ToolDefinition): FunctionTool {
  return {
    type: 'function',
    function: {
      name: definition.name,
      description: definition.description,
      parameters: definition.parameters,
    },
  };
}
