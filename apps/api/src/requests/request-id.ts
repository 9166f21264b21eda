import { randomFillSync } from 'node:crypto';

const LENGTH = 16;
/** Random bytes are drawn for many requests at once: one by one they would cost more than the rest of the id. */
const drawn = Buffer.allocUnsafeSlow(LENGTH * 256);
let used = drawn.length;

/** `req_` and 32 hexadecimal digits. Text in one piece; a UUID is put together from many, which would be kept with the request. */
export function newRequestId(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  return `req_${drawn.toString('hex', used, (used += LENGTH))}`;
}
