import type { ChatCompletionChunk, ChunkChoice, ChunkDelta, ModelChunk } from '@yychat/engine-core';
import { readChunk } from './completion-chunk.js';

/** How often a frame is learned; an upstream whose chunks differ elsewhere too is not worth more. */
const MAX_LESSONS = 4;

/** What may not stand in a text that is taken out of JSON as it is. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const ESCAPED = /["\\\u0000-\u001f]/;

/** A chunk of one answer without its text. */
interface Frame {
  readonly before: string;
  readonly after: string;
  /** Of both together. */
  readonly length: number;
  readonly chunk: ChatCompletionChunk;
  readonly choice: ChunkChoice;
}

/**
 * Reads the chunks of one stream. Most of them are the one before with another text: the JSON around the text is learned
 * from a chunk that has nothing else, and where it comes again only the text is taken, without parsing the rest anew.
 */
export class ChunkReader {
  readonly #secret: string;
  #frame: Frame | undefined;
  #lessons = 0;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** @throws what `readChunk` throws */
  read(raw: string): ModelChunk {
    const frame = this.#frame;
    if (frame !== undefined && raw.length >= frame.length) {
      const { before, after } = frame;
      const end = raw.length - after.length;
      // As `startsWith` and `endsWith` would say, which compare character by character: once per token that is much.
      if (raw.slice(0, before.length) === before && raw.slice(end) === after) {
        const text = raw.slice(before.length, end);
        if (!ESCAPED.test(text)) return { raw, data: withText(frame, text) };
      }
    }
    const chunk = readChunk(raw, this.#secret);
    if (this.#lessons < MAX_LESSONS) this.#learn(raw, chunk.data);
    return chunk;
  }

  #learn(raw: string, chunk: ChatCompletionChunk): void {
    const [choice] = chunk.choices;
    const text = (choice?.delta as Partial<ChunkDelta> | undefined)?.content;
    if (choice === undefined || chunk.choices.length > 1 || chunk.usage || choice.finish_reason != null)
      return;
    if (typeof text !== 'string' || text === '' || Object.keys(choice.delta).length > 1) return;
    const quoted = JSON.stringify(text);
    const at = raw.search(/"content":\s*"/);
    const start = raw.indexOf('"', at + '"content":'.length) + 1;
    // The upstream may escape otherwise than is done here, or have a field of that name elsewhere: then there is no frame.
    if (at < 0 || !raw.startsWith(quoted, start - 1)) return;
    const before = raw.slice(0, start);
    const after = raw.slice(start - 1 + quoted.length - 1);
    if (ESCAPED.test(text) || readChunk(before + after).data.choices[0]?.delta.content !== '') return;
    this.#lessons++;
    this.#frame = { before, after, length: before.length + after.length, chunk, choice };
  }
}

function withText({ chunk, choice }: Frame, content: string): ChatCompletionChunk {
  return { ...chunk, choices: [{ ...choice, delta: { content } }] };
}
