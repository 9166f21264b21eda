import { destination, pino, type Logger } from 'pino';

/** Milliseconds that a line may wait for company before it is written. */
const FLUSH_INTERVAL = 250;
const BUFFER = 4_096;
const MAX_CAUSES = 4;

export interface ServiceLogger {
  readonly logger: Logger;
  /** Writes what is waiting. */
  readonly flush: () => void;
}

/** JSON lines on standard output, written in batches so that a turn does not wait for them. */
export function createLogger(level: string): ServiceLogger {
  const stream = destination({ dest: 1, sync: false, minLength: BUFFER });
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: serializeError } },
    stream,
  );
  const timer = setInterval(() => stream.flush(), FLUSH_INTERVAL);
  timer.unref();
  return {
    logger,
    flush: () => {
      try {
        stream.flushSync();
      } catch {
        // The stream was not open yet, or is gone: there is nothing to be done about a line then.
      }
    },
  };
}

interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: string | undefined;
  readonly cause?: LoggedError;
}

/** Only these fields: errors of SDKs carry headers and bodies. */
function serializeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error).slice(0, 500) };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(code !== undefined && { code }),
    ...(depth === 0 && { stack: error.stack }),
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: serializeError(error.cause, depth + 1) }),
  };
}
