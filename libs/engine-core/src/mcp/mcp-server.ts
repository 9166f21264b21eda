import { EngineError, ToolExecutionError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Tool } from '../ports/tool-source.js';
import type { TraceHeaders } from '../ports/turn-trace.js';
import type { SchemaCheck } from '../tools/parameter-schema.js';
import { backOff } from './back-off.js';
import type { McpServerConfig } from './mcp-config.js';
import type { McpTimeouts } from './mcp-options.js';
import type { McpSession } from './mcp-session.js';
import { toTools } from './mcp-tool.js';
import type { RefusedTool } from './mcp-tool.js';
import { TOOL_ERROR } from './tool-result.js';
import { createRedact } from './redaction.js';
import type { Redact } from './redaction.js';

export type McpServerStatus = 'connecting' | 'up' | 'down';

/** How a server is, for operators. */
export interface McpServerInfo {
  readonly name: string;
  readonly transport: 'stdio' | 'http';
  readonly status: McpServerStatus;
  /** How many of its tools can be used now. */
  readonly tools: number;
  /** Tools that cannot be used at all, and why. */
  readonly refused: readonly RefusedTool[];
  /** Why it is or was down, or what went wrong last. Never a secret. */
  readonly lastError?: string;
  /** When the status last changed; milliseconds since the epoch. */
  readonly since: number;
}

export interface McpServerParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
  readonly timeouts: McpTimeouts;
  readonly pingInterval: number;
  readonly check: SchemaCheck;
  /** The tools have changed. */
  readonly onChange: () => void;
}

/** Characters. */
const MAX_ERROR = 1000;
/** Milliseconds that a connection must have lasted for the back-off to begin anew. */
const STABLE = 30_000;

/** One server over its whole life: connects, watches, and connects again. */
export class McpServer {
  readonly #config: McpServerConfig;
  readonly #parts: McpServerParts;
  readonly #redact: Redact;
  readonly #end = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #session: McpSession | undefined;
  #status: McpServerStatus = 'connecting';
  #since: number;
  #lastError: string | undefined;
  #upSince: number | undefined;
  #tools: readonly Tool[] = [];
  #refused: readonly RefusedTool[] = [];
  /** Ends the connection in use, with the reason why. */
  #lose: (reason: Error) => void = () => undefined;
  #checking = false;

  constructor(config: McpServerConfig, parts: McpServerParts) {
    this.#config = config;
    this.#parts = parts;
    this.#redact = createRedact(config.secrets, MAX_ERROR);
    this.#since = parts.clock.now();
  }

  get tools(): readonly Tool[] {
    return this.#tools;
  }

  info(): McpServerInfo {
    return {
      name: this.#config.name,
      transport: this.#config.transport,
      status: this.#status,
      tools: this.#tools.length,
      refused: this.#refused,
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
      since: this.#since,
    };
  }

  start(): void {
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { random } = this.#parts;
    for (let failures = 0; !this.#end.signal.aborted; failures += 1) {
      // Only ever rejects: a connection is in use until something is wrong with it.
      await this.#serve().catch((error: unknown) => this.#goDown(error));
      if (this.#wasStable()) failures = 0;
      await this.#sleep(backOff(failures, random));
    }
  }

  #wasStable(): boolean {
    const upSince = this.#upSince;
    this.#upSince = undefined;
    return upSince !== undefined && this.#parts.clock.monotonic() - upSince >= STABLE;
  }

  async #serve(): Promise<never> {
    const { clock, logger } = this.#parts;
    let lose: (reason: Error) => void = () => undefined;
    const lost = new Promise<never>((_, reject) => (lose = reject));
    lost.catch(() => undefined);
    this.#lose = lose;
    const session = await this.#open(lose);
    const heartbeat = this.#watch(session);
    try {
      const listed = await Promise.race([session.listTools(this.#end.signal), lost]);
      this.#session = session;
      this.#setTools(listed);
      this.#setStatus('up');
      this.#upSince = clock.monotonic();
      logger.info({ server: this.#config.name, tools: this.#tools.length }, 'An MCP server is up.');
      return await lost;
    } finally {
      heartbeat.cancel();
      this.#session = undefined;
      this.#dropTools();
      await session.close().catch(() => undefined);
    }
  }

  /** The SDK is loaded with the first server: a service without any need not carry it. */
  async #open(lose: (reason: Error) => void): Promise<McpSession> {
    const [sessions, { createTransport }] = await Promise.all([
      import('./mcp-session.js'),
      import('./mcp-transport.js'),
    ]);
    const { clock, logger, timeouts } = this.#parts;
    const { name, transport } = this.#config;
    return sessions.McpSession.open(
      createTransport(this.#config, { clock, logger, redact: this.#redact }),
      clock,
      timeouts,
      {
        onClosed: () => lose(new Error('The connection was closed.')),
        onError: (error) => {
          logger.debug(
            { server: name, error: this.#redact(error.message) },
            'An MCP connection had an error.',
          );
          // Over HTTP nothing else tells that a server has gone.
          if (transport === 'http') void this.#checkUp();
        },
        onToolsChanged: () => void this.#refresh(),
      },
      this.#end.signal,
    );
  }

  /** Pings again and again, and ends the connection when its owner closes it. */
  #watch(session: McpSession): { cancel(): void } {
    const { clock, pingInterval } = this.#parts;
    const next = (): { cancel(): void } =>
      clock.after(pingInterval, () => {
        timer = next();
        void this.#checkUp(session);
      });
    let timer = next();
    const end = (): void => this.#lose(new Error('Closed.'));
    this.#end.signal.addEventListener('abort', end, { once: true });
    return {
      cancel: () => {
        timer.cancel();
        this.#end.signal.removeEventListener('abort', end);
      },
    };
  }

  async #checkUp(session = this.#session): Promise<void> {
    if (session === undefined || this.#checking) return;
    const lose = this.#lose;
    this.#checking = true;
    try {
      await session.ping(this.#end.signal);
    } catch (error) {
      lose(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#checking = false;
    }
  }

  async #refresh(): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    try {
      const listed = await session.listTools(this.#end.signal);
      if (session === this.#session) this.#setTools(listed);
    } catch (error) {
      this.#lastError = this.#explain(error);
      void this.#checkUp();
    }
  }

  #setTools(listed: readonly unknown[]): void {
    const { name: server } = this.#config;
    const { check, timeouts, logger, onChange } = this.#parts;
    const { tools, refused } = toTools(listed, { server, timeout: timeouts.call, check, call: this.#call });
    for (const { tool, reason } of refused) {
      if (this.#refused.some((known) => known.tool === tool)) continue;
      logger.warn({ server, tool, reason }, 'A tool of an MCP server is left out.');
    }
    this.#refused = refused;
    this.#tools = tools;
    onChange();
  }

  #dropTools(): void {
    if (this.#tools.length === 0) return;
    this.#tools = [];
    this.#parts.onChange();
  }

  /** Finds the connection when it is called, so that a turn may keep a tool over a reconnect. */
  readonly #call = async (
    name: string,
    args: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    trace: TraceHeaders | undefined,
  ): Promise<string> => {
    const session = this.#session;
    if (session === undefined) {
      throw new ToolExecutionError(`The MCP server "${this.#config.name}" is not connected.`, {
        code: 'mcp_server_down',
        status: 503,
      });
    }
    try {
      return await session.callTool(name, args, signal, trace);
    } catch (error) {
      const isOurs = EngineError.is(error);
      if (isOurs && error.code !== TOOL_ERROR) throw error;
      throw new ToolExecutionError(this.#explain(error), { code: isOurs ? TOOL_ERROR : 'mcp_call_failed' });
    }
  };

  #goDown(error: unknown): void {
    const { name } = this.#config;
    if (this.#end.signal.aborted) {
      this.#setStatus('down');
      return;
    }
    this.#lastError = this.#explain(error);
    const fields = { server: name, error: this.#lastError };
    // Said once; that it is still down after each attempt is no news.
    if (this.#status === 'down') this.#parts.logger.debug(fields, 'An MCP server is still down.');
    else this.#parts.logger.warn(fields, 'An MCP server is down; it will be tried again.');
    this.#setStatus('down');
  }

  #setStatus(status: McpServerStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    this.#since = this.#parts.clock.now();
  }

  #explain(error: unknown): string {
    return this.#redact(error instanceof Error ? error.message : String(error));
  }

  async #sleep(delay: number): Promise<void> {
    const { signal } = this.#end;
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        timer.cancel();
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = this.#parts.clock.after(delay, wake);
      signal.addEventListener('abort', wake);
    });
  }
}
