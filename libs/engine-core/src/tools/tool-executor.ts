import { CancelledError, EngineError, ToolExecutionError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import { silentLogger } from '../ports/logger.js';
import type { Logger } from '../ports/logger.js';
import type { Tool, ToolContext, ToolDefinition, ToolSource } from '../ports/tool-source.js';
import type { ToolCall } from '../wire/chat-completion.js';
import { compileArguments } from './argument-check.js';
import type { ArgumentCheck } from './argument-check.js';
import { withDeadline } from './deadline.js';
import { boundOutput, cutText } from './output-bound.js';

export interface ToolExecutorOptions {
  readonly clock: Clock;
  readonly logger?: Logger;
  /** Milliseconds that a tool gets which does not say; 15,000 unless given. */
  readonly timeout?: number;
  /** Characters of a result that the model is told, at least 200; 32,768 unless given. */
  readonly maxOutput?: number;
}

/** How a call of a server tool went. Either way `content` is what the model is told. */
export interface ToolOutcome {
  readonly ok: boolean;
  /** The tool's text, or `{"error": "…"}`. */
  readonly content: string;
  /** Milliseconds. */
  readonly duration: number;
  /**
   * Set when not `ok`. Codes: `tool_not_found` (404), `invalid_tool_arguments` (400), `tool_timeout` (504),
   * `tool_failed` (502) or the tool's own.
   */
  readonly error?: EngineError;
}

/** The tools that a call may name: those that the model was offered. */
export type CallableTools = Pick<ToolSource, 'list' | 'get'>;

const MAX_ARGUMENTS = 262_144;
const MAX_ERROR = 2000;
const NAMES_TOLD = 50;

/** Runs calls of server tools, as the model wrote them. */
export class ToolExecutor {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #timeout: number;
  readonly #maxOutput: number;
  readonly #checks = new WeakMap<ToolDefinition, ArgumentCheck>();

  constructor(options: ToolExecutorOptions) {
    this.#clock = options.clock;
    this.#logger = options.logger ?? silentLogger;
    this.#timeout = options.timeout ?? 15_000;
    this.#maxOutput = options.maxOutput ?? 32_768;
  }

  /**
   * Runs one call. What goes wrong with it is an outcome for the model to read, never an error; a tool that ignores
   * its signal is left behind at its deadline.
   *
   * @throws CancelledError when `context.signal` is aborted, before or while the tool runs.
   */
  async execute(
    tools: CallableTools,
    call: ToolCall['function'],
    context: ToolContext,
  ): Promise<ToolOutcome> {
    const start = this.#clock.monotonic();
    try {
      const content = boundOutput(await this.#run(tools, call, context), this.#maxOutput);
      return { ok: true, content, duration: this.#clock.monotonic() - start };
    } catch (thrown) {
      if (context.signal.aborted) throw new CancelledError(context.signal.reason);
      const error = toOutcomeError(thrown);
      const duration = this.#clock.monotonic() - start;
      this.#logger.debug({ tool: call.name, code: error.code, duration }, 'A tool call failed.');
      return { ok: false, content: JSON.stringify({ error: error.message }), duration, error };
    }
  }

  async #run(tools: CallableTools, call: ToolCall['function'], context: ToolContext): Promise<string> {
    if (context.signal.aborted) throw new CancelledError(context.signal.reason);
    const tool = tools.get(call.name);
    if (tool === undefined) throw unknownTool(call.name, tools);
    const args = this.#parse(tool, call.arguments);
    const text: unknown = await withDeadline(
      this.#clock,
      tool.timeout ?? this.#timeout,
      context.signal,
      (signal) => tool.execute(args, { ...context, signal }),
    );
    if (typeof text !== 'string') throw new ToolExecutionError('The tool did not answer with a text.');
    return text;
  }

  #parse(tool: Tool, text: string): Readonly<Record<string, unknown>> {
    if (text.length > MAX_ARGUMENTS) {
      throw badArguments(`they are longer than ${String(MAX_ARGUMENTS)} characters.`);
    }
    let args: unknown;
    try {
      // Models send '' to a tool that takes nothing.
      args = text.trim() === '' ? {} : JSON.parse(text);
    } catch (error) {
      throw badArguments('they are not valid JSON.', error);
    }
    if (typeof args !== 'object' || args === null || Array.isArray(args)) {
      throw badArguments('they must be a JSON object.');
    }
    const checked = args as Readonly<Record<string, unknown>>;
    const problem = this.#check(tool.definition)(checked);
    if (problem !== undefined) throw badArguments(`${problem}.`);
    return checked;
  }

  #check(definition: ToolDefinition): ArgumentCheck {
    let check = this.#checks.get(definition);
    if (check === undefined) {
      check = compileArguments(definition);
      this.#checks.set(definition, check);
    }
    return check;
  }
}

function badArguments(reason: string, cause?: unknown): ToolExecutionError {
  return new ToolExecutionError(`The arguments are not valid: ${reason}`, {
    code: 'invalid_tool_arguments',
    status: 400,
    cause,
  });
}

function unknownTool(name: string, tools: CallableTools): ToolExecutionError {
  const names = tools.list().map((tool) => tool.definition.name);
  const told = names.slice(0, NAMES_TOLD).join(', ');
  const more = names.length > NAMES_TOLD ? ` and ${String(names.length - NAMES_TOLD)} more` : '';
  const available = names.length === 0 ? 'No tools are available.' : `Available tools: ${told}${more}.`;
  return new ToolExecutionError(`There is no tool "${cutText(name, 100)}". ${available}`, {
    code: 'tool_not_found',
    status: 404,
  });
}

/** A tool throws errors whose message the model may read; its kind is kept if it is one of ours. */
function toOutcomeError(thrown: unknown): EngineError {
  if (EngineError.is(thrown) && thrown.message.length <= MAX_ERROR) return thrown;
  const message = thrown instanceof Error && thrown.message !== '' ? thrown.message : 'The tool failed.';
  return new ToolExecutionError(boundOutput(message, MAX_ERROR), { cause: thrown });
}
