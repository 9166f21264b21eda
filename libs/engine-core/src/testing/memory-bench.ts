import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Memory, MemoryScope, RecallQuery } from '../ports/conversation-memory.js';
import type { ConversationMemoryKitOptions, MemoryUnderTest } from './memory-kit-options.js';

/** What is told, and the word of it that is looked for. */
export const FACT = 'My code is heliotrope-4711.';
export const WORD = 'heliotrope-4711';
export const QUESTION = 'What is my code?';
export const ANN: MemoryScope = { tenant: 'tenant-1', conversationId: 'conversation-1', user: 'ann' };

/** A function of the runner's that has a memory set up and cleared away. */
export type MemoryCase = (name: string, body: (bench: MemoryBench) => Promise<void>) => void;

const PAUSE = 25;
let made = 0;

/** One memory, with the log that it is derived from. */
export class MemoryBench {
  readonly signal: AbortSignal = new AbortController().signal;

  constructor(
    readonly subject: MemoryUnderTest,
    private readonly patience: number,
  ) {}

  /** Has a user say something, in a turn of its own. */
  readonly tell = async (text: string, scope: MemoryScope = ANN): Promise<void> => {
    const now = Date.now();
    const turnId = `req_kit_${(made += 1)}`;
    const turn = { ...scope, turnId, begun: now, time: now, messages: [{ role: 'user', text }] } as const;
    await this.subject.log.append(turn, this.signal);
  };

  /** Asks what the code is, unless changed. */
  readonly recall = async (changes: Partial<RecallQuery> = {}): Promise<readonly Memory[]> => {
    const query = { ...ANN, text: QUESTION, limit: 5, present: [], ...changes };
    return (await this.subject.memory.recall(query, this.signal)).memories;
  };

  /** All that is recalled for the question, for whoever asks. */
  readonly shown = async (scope: MemoryScope = ANN): Promise<string> => {
    // One who is nobody in particular must not become Ann.
    const query = { text: QUESTION, limit: 5, present: [], ...scope };
    return JSON.stringify((await this.subject.memory.recall(query, this.signal)).memories);
  };

  /** Tells the fact, and waits until it is recalled: memory may take its time. */
  readonly remember = async (): Promise<void> => {
    await this.tell(FACT);
    await this.until('it does not remember', async () => (await this.shown()).includes(WORD));
  };

  /** @throws AssertionError when it is not so in time */
  readonly until = async (otherwise: string, isSo: () => Promise<boolean>): Promise<void> => {
    const end = performance.now() + this.patience;
    while (!(await isSo())) {
      assert.ok(performance.now() < end, otherwise);
      await sleep(PAUSE);
    }
  };
}

/** Makes the function that cases are written with. */
export function memoryCaseOf({ it, create, patience = 4_000 }: ConversationMemoryKitOptions): MemoryCase {
  return (name, body) =>
    void it(name, async () => {
      const subject = await create();
      try {
        await body(new MemoryBench(subject, patience));
      } finally {
        await subject.close();
      }
    });
}
