import type { ConversationKey, ConversationLog, LoggedTurn } from '@yychat/engine-core';
import { ImportLineError, parseLine } from './parse-line.js';
import { readLines } from './read-lines.js';

/** Messages that are written at once, and characters of them, but one message at least. */
const AT_ONCE = 64;
const TEXT_AT_ONCE = 1_000_000;
/** Milliseconds that the store may take for them. */
const PATIENCE = 60_000;
/** Problems that are told of; a file that is wrong throughout has no more to say. */
const MOST_PROBLEMS = 20;
/** Milliseconds by which clocks may differ. */
const AHEAD = 86_400_000;

export interface Imported {
  /** Messages of the file. */
  readonly messages: number;
  /** Those that were not in the log before. */
  readonly added: number;
}

/**
 * Looks through a whole file before anything of it is written.
 * @returns what is wrong with it, line by line; empty: nothing
 */
export async function checkFile(file: string, now: number): Promise<readonly string[]> {
  const problems: string[] = [];
  let latest = { time: 0, line: 0 };
  try {
    for await (const { number, text } of readLines(file)) {
      try {
        const { time } = parseLine(text, number);
        if (time > now + AHEAD) throw new ImportLineError(`line ${number}: timestamp: is in the future`);
        if (time < latest.time) {
          throw new ImportLineError(
            `line ${number}: timestamp: is before that of line ${latest.line}: sort the lines by it`,
          );
        }
        latest = { time, line: number };
      } catch (error) {
        problems.push(messageOf(error));
        if (problems.length === MOST_PROBLEMS) break;
      }
    }
  } catch (error) {
    problems.push(messageOf(error));
  }
  return problems;
}

/**
 * Appends the messages of a checked file to the log, in its order. What is in the log already is left out, so that it can be begun again
 * wherever it was broken off. Rejects where the store fails.
 */
export async function importFile(
  file: string,
  log: ConversationLog,
  onProgress: (line: number) => void,
): Promise<Imported> {
  let [messages, added] = [0, 0];
  let batch: LoggedTurn[] = [];
  let size = 0;
  const write = async (line: number) => {
    added += await append(log, batch);
    messages += batch.length;
    batch = [];
    size = 0;
    onProgress(line);
  };
  let last = 0;
  for await (const { number, text } of readLines(file)) {
    batch.push(parseLine(text, number));
    size += text.length;
    last = number;
    if (batch.length >= AT_ONCE || size >= TEXT_AT_ONCE) await write(number);
  }
  if (batch.length > 0) await write(last);
  return { messages, added };
}

/** How many messages the conversations have gained by it. */
async function append(log: ConversationLog, turns: readonly LoggedTurn[]): Promise<number> {
  const signal = AbortSignal.timeout(PATIENCE);
  const keys = new Map<string, ConversationKey>(
    turns.map(({ tenant, conversationId }) => [
      JSON.stringify([tenant, conversationId]),
      { tenant, conversationId },
    ]),
  );
  const count = async () => {
    const summaries = await Promise.all([...keys.values()].map((key) => log.summary(key, signal)));
    return summaries.reduce((sum, { messages }) => sum + messages, 0);
  };
  const before = await count();
  await Promise.all(turns.map((turn) => log.append(turn, signal)));
  // Clients may be talking meanwhile.
  return Math.min((await count()) - before, turns.length);
}

function messageOf(error: unknown): string {
  if (error instanceof ImportLineError) return error.message;
  throw error;
}
