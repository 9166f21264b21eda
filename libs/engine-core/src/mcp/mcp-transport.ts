import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { HttpServerConfig, McpServerConfig, StdioServerConfig } from './mcp-config.js';
import type { Redact } from './redaction.js';

/** Characters of a child's stderr that are logged for each time it is started; the rest is read and dropped. */
const MAX_STDERR = 65_536;

/** Milliseconds that a server elsewhere gets to hear that the session has ended. */
const FAREWELL = 1_000;
/** The SDK would give up listening for changes after two attempts, while the server is there again. */
const LISTENING = {
  initialReconnectionDelay: 1_000,
  maxReconnectionDelay: 30_000,
  reconnectionDelayGrowFactor: 2,
  maxRetries: Number.MAX_SAFE_INTEGER,
};

export interface TransportParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redact: Redact;
}

/**
 * The SDK's transport for a server. Unlike the SDK's own, its `close` may be called many times, by the SDK too, and
 * always resolves when a child has ended, or a session been given up.
 */
export function createTransport(config: McpServerConfig, parts: TransportParts): Transport {
  const transport =
    config.transport === 'stdio' ? startChild(config, parts) : connectHttp(config, parts.clock);
  const close = transport.close.bind(transport);
  let closing: Promise<void> | undefined;
  transport.close = () => (closing ??= close());
  return transport;
}

function startChild(config: StdioServerConfig, { logger, redact }: TransportParts): Transport {
  const { name, command, args, env, cwd } = config;
  const transport = new StdioClientTransport({
    command,
    args: [...args],
    // Added by the SDK to its default set, not to the whole environment.
    env: { ...env },
    stderr: 'pipe',
    ...(cwd === undefined ? {} : { cwd }),
  });
  let left = MAX_STDERR;
  transport.stderr?.on('data', (chunk: Buffer) => {
    if (left <= 0) return;
    const text = redact(chunk.toString('utf8').slice(0, left));
    left -= chunk.length;
    logger.debug({ server: name, text }, 'An MCP server wrote to stderr.');
  });
  return transport;
}

function connectHttp({ url, headers }: HttpServerConfig, clock: Clock): Transport {
  const transport = new StreamableHTTPClientTransport(url, {
    requestInit: { headers: { ...headers } },
    reconnectionOptions: LISTENING,
  });
  const close = transport.close.bind(transport);
  transport.close = async () => {
    const timer = clock.after(FAREWELL, () => void close());
    await transport.terminateSession().catch(() => undefined);
    timer.cancel();
    await close();
  };
  return transport;
}
