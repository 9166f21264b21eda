import type { Tool, ToolContext } from '../ports/tool-source.js';
import type { FunctionTool } from '../wire/chat-completion.js';

type Args = Readonly<Record<string, unknown>>;

/** A server tool that keeps the arguments it was called with. */
export interface ProbeTool extends Tool {
  readonly calls: readonly Args[];
}

/** Its parameters: `{ about: string }`, required. */
export const parameters = {
  type: 'object',
  properties: { about: { type: 'string' } },
  required: ['about'],
  additionalProperties: false,
} as const;

export function probeTool(
  name: string,
  execute: (args: Args, context: ToolContext) => Promise<string> | string,
  timeout?: number,
): ProbeTool {
  const calls: Args[] = [];
  return {
    calls,
    definition: { name, description: `Probe ${name}.`, parameters },
    source: 'builtin',
    ...(timeout !== undefined && { timeout }),
    execute: async (args, context) => {
      calls.push(args);
      return execute(args, context);
    },
  };
}

/** A tool of the client's. */
export function clientTool(name: string): FunctionTool {
  return { type: 'function', function: { name, description: `Client's ${name}.`, parameters } };
}

/** Resolves for all who wait once `size` of them do: proves that they were there together. */
export function barrier(size: number): () => Promise<void> {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  let waiting = 0;
  return () => {
    waiting += 1;
    if (waiting === size) open();
    return opened;
  };
}
