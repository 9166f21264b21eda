import type { Memory, ToolCallEvent, ToolResultEvent } from '@yychat/engine-core';
import type { RanTool, RecalledMemory, RecalledNeighbour } from '@yychat/protocol';

/** UTF-16 units of one text, and of all texts of a turn. */
const MAX_TEXT = 4_000;
const MAX_TOTAL = 100_000;

/** Puts what happened in a turn into the words of the API, with long texts cut. */
export class ContentsWriter {
  #left = MAX_TOTAL;
  #isCut = false;

  /** About the bytes that the texts take. */
  get bytes(): number {
    return 2 * (MAX_TOTAL - this.#left);
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  memory({ text, role, time, score, before, after, conversationId }: Memory): RecalledMemory {
    return {
      text: this.#text(text),
      role: role ?? null,
      conversation_id: conversationId ?? null,
      timestamp: time === undefined ? null : new Date(time).toISOString(),
      score,
      before: this.#neighbour(before),
      after: this.#neighbour(after),
    };
  }

  tool({ name, ok, duration, content }: ToolResultEvent, call: ToolCallEvent['call'] | undefined): RanTool {
    return {
      name,
      ok,
      duration: duration / 1_000,
      arguments: this.#text(call?.function.arguments ?? ''),
      result: this.#text(content),
    };
  }

  #neighbour(neighbour: Memory['before']): RecalledNeighbour | null {
    return neighbour === undefined ? null : { role: neighbour.role, text: this.#text(neighbour.text) };
  }

  #text(text: string): string {
    const most = Math.min(MAX_TEXT, this.#left);
    this.#left -= Math.min(text.length, most);
    if (text.length <= most) return text;
    this.#isCut = true;
    // A copy: a slice would hold all of the text.
    return Buffer.from(text.slice(0, most).toWellFormed()).toString();
  }
}
