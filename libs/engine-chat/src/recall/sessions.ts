/** A longer pause than this, in milliseconds, begins a new session. */
export const SESSION_PAUSE = 3_600_000;

/** Whether a turn begins a session. Times in milliseconds since the epoch; `previous` undefined for the first turn. */
export const beginsSession = (previous: number | undefined, time: number): boolean =>
  previous === undefined || time - previous > SESSION_PAUSE;
