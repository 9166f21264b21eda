type LogMethod = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** Structured logging in pino's argument order. Messages are fixed text; what varies goes into the fields. */
export interface Logger {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
}

const nothing: LogMethod = () => undefined;

export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
