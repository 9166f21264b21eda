import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ErrorCode,
  McpError,
  ResultSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { ToolExecutionError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import type { TraceHeaders } from '../ports/turn-trace.js';
import { withDeadline } from '../tools/deadline.js';
import type { McpTimeouts } from './mcp-options.js';
import { toolResultText } from './tool-result.js';

type Fields = Readonly<Record<string, unknown>>;

const MAX_PAGES = 100;
const MAX_TOOLS = 1000;
/** The SDK's own timers only back up ours. */
const SDK_TIMEOUT = 3_600_000;

export interface McpSessionEvents {
  /** The connection has ended. */
  onClosed(): void;
  /** Something went wrong on the connection, which may still work. */
  onError(error: Error): void;
  onToolsChanged(): void;
}

/**
 * One connection to one server, from the handshake to its end. Requests go out with loose result schemas: those of the
 * SDK refuse the whole list for one bad tool, and a whole result for one kind of content that it does not know.
 */
export class McpSession {
  readonly #client: Client;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #timeouts: McpTimeouts;

  private constructor(client: Client, transport: Transport, clock: Clock, timeouts: McpTimeouts) {
    this.#client = client;
    this.#transport = transport;
    this.#clock = clock;
    this.#timeouts = timeouts;
  }

  /** Connects. When it fails, the transport is closed before this throws. */
  static async open(
    transport: Transport,
    clock: Clock,
    timeouts: McpTimeouts,
    events: McpSessionEvents,
    signal: AbortSignal,
  ): Promise<McpSession> {
    const client = new Client({ name: 'yychat', version: '1.0.0' });
    client.onclose = () => events.onClosed();
    client.onerror = (error) => events.onError(error);
    client.setNotificationHandler(ToolListChangedNotificationSchema, () => events.onToolsChanged());
    try {
      await withDeadline(clock, timeouts.connect, signal, () =>
        client.connect(transport, { timeout: SDK_TIMEOUT }),
      );
      return new McpSession(client, transport, clock, timeouts);
    } catch (error) {
      await transport.close().catch(() => undefined);
      throw error;
    }
  }

  /** All tools as the server lists them, unchecked; at most 1,000. */
  async listTools(signal: AbortSignal): Promise<readonly unknown[]> {
    if (this.#client.getServerCapabilities()?.tools === undefined) return [];
    const tools: unknown[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES && tools.length < MAX_TOOLS; page += 1) {
      const params = cursor === undefined ? {} : { cursor };
      const result = await this.#request('tools/list', params, this.#timeouts.list, signal);
      if (!Array.isArray(result['tools'])) throw new Error('The server did not answer with a list of tools.');
      tools.push(...(result['tools'] as unknown[]));
      if (typeof result['nextCursor'] !== 'string' || result['nextCursor'] === '') break;
      cursor = result['nextCursor'];
    }
    return tools.slice(0, MAX_TOOLS);
  }

  /**
   * @param trace goes where MCP has it, whatever the transport: https://modelcontextprotocol.io/seps/414-request-meta
   * @throws ToolExecutionError with what the tool said, when it says that it failed.
   */
  async callTool(
    name: string,
    args: Fields,
    signal: AbortSignal,
    trace: TraceHeaders | undefined,
  ): Promise<string> {
    const params = { name, arguments: args, ...(trace !== undefined && { _meta: trace }) };
    const result = await this.#request('tools/call', params, this.#timeouts.call, signal);
    const text = toolResultText(result);
    if (result['isError'] !== true) return text;
    throw new ToolExecutionError(text === '' ? 'The tool failed without saying why.' : text, {
      code: 'mcp_tool_error',
    });
  }

  /** @throws Error when the server is not there. One that does not know `ping` is. */
  async ping(signal: AbortSignal): Promise<void> {
    try {
      await this.#request('ping', {}, this.#timeouts.ping, signal);
    } catch (error) {
      if (!isAnswer(error)) throw error;
    }
  }

  /** Resolves when a child has ended: up to 4 s if it does not want to. */
  async close(): Promise<void> {
    await this.#transport.close();
  }

  #request(method: string, params: Fields, timeout: number, signal: AbortSignal): Promise<Fields> {
    return withDeadline(this.#clock, timeout, signal, (inner) =>
      this.#client.request({ method, params }, ResultSchema, { signal: inner, timeout: SDK_TIMEOUT }),
    );
  }
}

/** Whether an error is the server's own answer, and not the lack of one. */
function isAnswer(error: unknown): boolean {
  return (
    error instanceof McpError &&
    error.code !== (ErrorCode.ConnectionClosed as number) &&
    error.code !== (ErrorCode.RequestTimeout as number)
  );
}
