import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { ImportLineError } from './parse-line.js';

/** Bytes; with every character escaped, a message of 2 million characters. */
const LONGEST = 16 * 1_048_576;
const LINE_FEED = 0x0a;

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** The lines of a file that are not empty, one at a time. @throws ImportLineError for one that is too long, or not UTF-8 */
export async function* readLines(file: string): AsyncGenerator<Line> {
  let number = 1;
  let begun: Buffer[] = [];
  let size = 0;
  const take = (): Line | undefined => {
    const bytes = Buffer.concat(begun);
    begun = [];
    size = 0;
    if (!isUtf8(bytes)) throw new ImportLineError(`line ${number}: is not valid UTF-8`);
    const text = bytes.toString('utf8').trim();
    return text === '' ? undefined : { number, text };
  };
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      begun.push(chunk.subarray(from, end));
      const line = take();
      if (line !== undefined) yield line;
      number += 1;
      from = end + 1;
    }
    begun.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size > LONGEST) throw new ImportLineError(`line ${number}: is longer than ${LONGEST} bytes`);
  }
  const line = take();
  if (line !== undefined) yield line;
}
