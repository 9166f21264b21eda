import type { Personality } from '../ports/personality-source.js';
import { toFunctionTool, type Tool, type ToolSource } from '../ports/tool-source.js';
import type { FunctionTool } from '../wire/chat-completion.js';
import type { Turn } from '../turn.js';

/** The tools of one turn. */
export interface ToolSet {
  /** Server tools by name. */
  readonly server: ReadonlyMap<string, Tool>;
  readonly names: readonly string[];
  /** All definitions for the upstream, the client's first. Empty: no tools are sent. */
  readonly definitions: readonly FunctionTool[];
  /** Characters of the definitions' JSON. */
  readonly size: number;
}

const noTools: ToolSet = { server: new Map(), names: [], definitions: [], size: 0 };

/** Builds tool sets, and keeps those without client tools until a tool or a personality changes. */
export class ToolSets {
  readonly #source: ToolSource | undefined;
  #version = -1;
  #kept = new Map<Personality | undefined, ToolSet>();

  constructor(source: ToolSource | undefined) {
    this.#source = source;
  }

  for(turn: Turn, personality: Personality | undefined): ToolSet {
    const server =
      turn.useTools && this.#source !== undefined ? this.#server(this.#source, personality) : noTools;
    return turn.clientTools === undefined || turn.clientTools.length === 0
      ? server
      : merge(server, turn.clientTools);
  }

  #server(source: ToolSource, personality: Personality | undefined): ToolSet {
    if (this.#version !== source.version) {
      this.#version = source.version;
      this.#kept = new Map();
    }
    // Personalities are replaced, never changed, when their file is: the object itself is the key. Old ones must go.
    if (this.#kept.size > 256) this.#kept.clear();
    let set = this.#kept.get(personality);
    if (set === undefined) {
      set = build(source.list(), personality);
      this.#kept.set(personality, set);
    }
    return set;
  }
}

function build(tools: readonly Tool[], personality: Personality | undefined): ToolSet {
  const allowed = personality?.allowedTools;
  const server = new Map<string, Tool>();
  const definitions: FunctionTool[] = [];
  for (const tool of tools) {
    const { definition } = tool;
    if (allowed !== undefined && !allowed.has(definition.name)) continue;
    const description = allowed?.get(definition.name) ?? definition.description;
    server.set(definition.name, tool);
    definitions.push(toFunctionTool({ ...definition, description }));
  }
  if (server.size === 0) return noTools;
  return { server, names: [...server.keys()], definitions, size: JSON.stringify(definitions).length };
}

/** Where a client brings a tool of the same name, its own is meant. */
function merge(server: ToolSet, clientTools: readonly FunctionTool[]): ToolSet {
  const client = new Set(clientTools.map((tool) => (tool as Partial<FunctionTool>).function?.name));
  const kept = new Map([...server.server].filter(([name]) => !client.has(name)));
  const definitions = [
    ...clientTools,
    ...server.definitions.filter((definition) => kept.has(definition.function.name)),
  ];
  return { server: kept, names: [...kept.keys()], definitions, size: JSON.stringify(definitions).length };
}
