import assert from 'node:assert/strict';
import type {
  ConversationKey,
  ConversationLog,
  LoggedMessage,
  LoggedTurn,
  StoredMessage,
} from '../ports/conversation-log.js';
import { KitClock } from './kit-clock.js';
import type { ConversationLogKitOptions, LogSettings, LogUnderTest } from './log-kit-options.js';
import type { RandomRuns } from './seeded.js';

export const never: AbortSignal = new AbortController().signal;
export const HOME: ConversationKey = { tenant: 'tenant-1', conversationId: 'conversation-1' };

/** A function of the runner's that has a log set up and cleared away. */
export type LogCase = (name: string, body: (bench: LogBench) => Promise<void>) => void;

let made = 0;

/** A turn that begins and ends now. */
export function turnAt(clock: KitClock, changes: Partial<LoggedTurn> = {}): LoggedTurn {
  const now = clock.now();
  made += 1;
  return {
    ...HOME,
    turnId: `req_kit_${made}`,
    begun: now,
    time: now,
    messages: said(`Turn ${made}`),
    ...changes,
  };
}

/** What user and assistant say in turns, the user first. */
export const said = (...texts: readonly string[]): LoggedMessage[] =>
  texts.map((text, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', text }));

/** What a log has to keep of turns: all but the ids, which are its own. */
export const asStored = (...turns: readonly LoggedTurn[]): Omit<StoredMessage, 'id'>[] =>
  turns.flatMap(({ turnId, tenant, conversationId, user, time, messages }) =>
    messages.map((message) => ({
      ...{ ...message, turnId, tenant, conversationId, time },
      ...(user !== undefined && { user }),
    })),
  );

export const withoutIds = (messages: readonly StoredMessage[]): Omit<StoredMessage, 'id'>[] =>
  messages.map(({ id: _, ...message }) => message);

/** All that a log has, followed by its cursor. */
export async function follow(
  log: ConversationLog,
  cursor?: string,
  limit = 100,
): Promise<{ messages: StoredMessage[]; cursor: string | undefined }> {
  const messages: StoredMessage[] = [];
  for (;;) {
    const stretch = await log.entries(cursor, limit, never);
    assert.ok(stretch.messages.length <= limit, 'more entries than were asked for');
    cursor = stretch.cursor;
    if (stretch.messages.length === 0) return { messages, cursor };
    messages.push(...stretch.messages);
  }
}

/** One log with its clock. */
export class LogBench<Log extends ConversationLog = ConversationLog> {
  #log: Log;

  constructor(
    readonly subject: LogUnderTest<Log>,
    readonly clock: KitClock,
    readonly random: RandomRuns,
  ) {
    this.#log = subject.log;
  }

  get log(): Log {
    return this.#log;
  }

  /** The log, and a second one on the same data where there can be one. */
  readonly instances = async (): Promise<readonly Log[]> => {
    const other = await this.subject.another?.();
    return other ? [this.#log, other] : [this.#log];
  };

  /** Closes the log and opens it again. False, and nothing done, where logs are not durable. */
  readonly reopen = async (): Promise<boolean> => {
    if (!this.subject.reopen) return false;
    await this.#log.close();
    this.#log = await this.subject.reopen();
    return true;
  };

  /** Appends a turn a second after the one before, and gives it. */
  readonly append = async (changes: Partial<LoggedTurn> = {}): Promise<LoggedTurn> => {
    this.clock.advance(1_000);
    const turn = turnAt(this.clock, changes);
    await this.#log.append(turn, never);
    return turn;
  };

  /** The messages of a conversation, oldest first. */
  readonly kept = async (key: ConversationKey = HOME): Promise<readonly StoredMessage[]> => {
    const { messages, hasMore } = await this.#log.messages(key, { limit: 10_000, order: 'asc' }, never);
    assert.equal(hasMore, false);
    return messages;
  };
}

/** Sets up what a case needs, and clears it away however the case ends. */
export async function withLog<Log extends ConversationLog>(
  create: (settings: LogSettings) => Promise<LogUnderTest<Log>>,
  random: RandomRuns,
  body: (bench: LogBench<Log>) => Promise<void>,
): Promise<void> {
  const clock = new KitClock();
  const subject = await create({ clock });
  try {
    await body(new LogBench(subject, clock, random));
  } finally {
    await subject.close();
  }
}

/** Makes the function that cases are written with. */
export function logCaseOf({ it, create, ...random }: ConversationLogKitOptions): LogCase {
  return (name, body) => void it(name, () => withLog(create, random, body));
}
