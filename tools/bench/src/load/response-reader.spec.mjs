import { describe, expect, it } from '@jest/globals';
import { ResponseReader } from './response-reader.mjs';

const SIZED = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const EMPTY = 'HTTP/1.1 204 No Content\r\ncontent-length: 0\r\nConnection: close\r\n\r\n';
const CHUNKED =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\nb;x=y\r\nlo\r\n\r\nworld\r\n0\r\nx: y\r\n\r\n';

/** @param {readonly string[]} pieces */
function read(pieces) {
  /** @type {(number | string | boolean)[]} */
  const heard = [];
  const reader = new ResponseReader({
    onHead: (status) => heard.push(status, ''),
    onBody: (text) => heard.push(String(heard.pop()) + text),
    onEnd: (keepAlive) => heard.push(keepAlive),
  });
  for (const piece of pieces) reader.push(piece);
  reader.close();
  return heard;
}

describe('ResponseReader', () => {
  const all = SIZED + CHUNKED + EMPTY + SIZED;
  const expected = [200, 'hello', true, 200, 'hello\r\n\r\nworld', true, 204, '', false, 200, 'hello', true];

  it('reads one response after the other', () => {
    expect(read([all])).toEqual(expected);
  });

  it('reads them wherever they are cut', () => {
    expect(read(all.split(''))).toEqual(expected);
    for (let at = 1; at < all.length; at += 1)
      expect(read([all.slice(0, at), all.slice(at)])).toEqual(expected);
  });

  it('takes a body of unknown length to the end of the connection', () => {
    expect(read(['HTTP/1.1 200 OK\r\n\r\nhel', 'lo'])).toEqual([200, 'hello', false]);
  });

  it('does not call half an answer one', () => {
    expect(read([SIZED.slice(0, -1)])).toEqual([200, 'hell']);
    expect(read([CHUNKED.slice(0, -2)])).toEqual([200, 'hello\r\n\r\nworld']);
  });
});
