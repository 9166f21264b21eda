import { InvalidToolError } from '../errors.js';
import { silentLogger } from '../ports/logger.js';
import type { Logger } from '../ports/logger.js';
import type { Tool, ToolSource } from '../ports/tool-source.js';
import { createSchemaCheck } from './parameter-schema.js';
import { validateTool } from './tool-validation.js';

export interface ToolRegistryOptions {
  readonly logger?: Logger;
}

interface Snapshot {
  readonly version: number;
  readonly tools: readonly Tool[];
  readonly byName: ReadonlyMap<string, Tool>;
}

/**
 * All tools that the server runs: those registered here, and those of attached sources (MCP). On a name clash the
 * registered one wins, then the source that was attached first.
 */
export class ToolRegistry implements ToolSource {
  readonly #own = new Map<string, Tool>();
  readonly #sources: ToolSource[] = [];
  readonly #check = createSchemaCheck();
  readonly #clashes = new Set<string>();
  readonly #logger: Logger;
  #changes = 0;
  #snapshot: Snapshot | undefined;

  /** @throws InvalidToolError as {@link register} does. */
  constructor(tools: readonly Tool[] = [], options: ToolRegistryOptions = {}) {
    this.#logger = options.logger ?? silentLogger;
    for (const tool of tools) this.register(tool);
  }

  /** @throws InvalidToolError when the tool cannot be valid, or its name is taken. */
  register(tool: Tool): void {
    const valid = validateTool(tool, this.#check);
    const { name } = valid.definition;
    if (this.#own.has(name)) throw new InvalidToolError(name, 'a tool of that name is registered already');
    this.#own.set(name, valid);
    this.#changes += 1;
  }

  /** Adds the tools of `source`, now and as they change. They come as they are: a source validates its own. */
  attach(source: ToolSource): void {
    this.#sources.push(source);
    this.#changes += 1;
  }

  get version(): number {
    return this.#sources.reduce((sum, source) => sum + source.version, this.#changes);
  }

  list(): readonly Tool[] {
    return this.#current().tools;
  }

  get(name: string): Tool | undefined {
    return this.#current().byName.get(name);
  }

  #current(): Snapshot {
    const version = this.version;
    if (this.#snapshot?.version !== version) this.#snapshot = this.#build(version);
    return this.#snapshot;
  }

  #build(version: number): Snapshot {
    const byName = new Map(this.#own);
    for (const tool of this.#sources.flatMap((source) => source.list())) {
      const { name } = tool.definition;
      const winner = byName.get(name);
      if (winner === undefined) byName.set(name, tool);
      else this.#logClash(name, tool.source, winner.source);
    }
    return { version, byName, tools: Object.freeze([...byName.values()]) };
  }

  #logClash(tool: string, source: string, usedSource: string): void {
    const key = `${tool}\n${source}`;
    if (this.#clashes.has(key)) return;
    this.#clashes.add(key);
    this.#logger.warn({ tool, source, usedSource }, 'Two tools have the same name; one is left out.');
  }
}
