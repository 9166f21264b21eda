import type { TurnFailure } from './turn-events.js';

/** Upstreams make up codes, and might put a sentence there. */
const NAME = /^[\w.:-]{1,64}$/;

/** What kind of error it was: its code, if that is a name and not a text. */
export function errorTypeOf({ code, type }: TurnFailure): string {
  if (NAME.test(code)) return code;
  return NAME.test(type) ? type : 'other';
}
