import { createParser, type EventSourceParser } from 'eventsource-parser';
import { StringDecoder } from 'node:string_decoder';

const NEWLINE = 10;
const FIELD = 'data: ';
const GAP = '\n\n';

export interface EventReaderOptions {
  /** The data of one event, in order. */
  readonly onData: (data: string) => void;
  /** An event is longer than `maxLength` characters. Nothing is read after it. */
  readonly onTooLong: () => void;
  readonly maxLength: number;
}

/**
 * Reads server-sent events out of bytes as they come. Nearly every read is a number of whole events in their plainest
 * form, which need no parser; the first that is not gets one.
 */
export class EventReader {
  readonly #options: EventReaderOptions;
  #parser: EventSourceParser | undefined;
  #decoder: StringDecoder | undefined;
  /** An event has begun that has not ended. */
  #isInside = false;

  constructor(options: EventReaderOptions) {
    this.#options = options;
  }

  feed(data: Buffer): void {
    const began = !this.#isInside;
    this.#isInside = data[data.length - 1] !== NEWLINE || data[data.length - 2] !== NEWLINE;
    if (!began || this.#isInside) {
      this.#decoder ??= new StringDecoder('utf8');
      this.#parse(this.#decoder.write(data));
      return;
    }
    const text = data.toString('utf8');
    if (isPlain(text)) this.#plain(text);
    else this.#parse(text);
  }

  #plain(text: string): void {
    for (let from = 0; from < text.length;) {
      const end = text.indexOf(GAP, from);
      this.#options.onData(text.slice(from + FIELD.length, end));
      from = end + GAP.length;
    }
  }

  #parse(text: string): void {
    const { onData, onTooLong, maxLength } = this.#options;
    this.#parser ??= createParser({
      onEvent: (event) => onData(event.data),
      onError: ({ type }) => {
        if (type === 'max-buffer-size-exceeded') onTooLong();
      },
      maxBufferSize: maxLength,
    });
    this.#parser.feed(text);
  }
}

/** Whether all of it is `data: …`, an empty line, and so on, with nothing else in between. Ends with an empty line. */
function isPlain(text: string): boolean {
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from);
    if (!text.startsWith(FIELD, from) || text[end + 1] !== '\n' || text[end - 1] === '\r') return false;
    from = end + GAP.length;
  }
  return true;
}
