import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

/** Milliseconds. */
const PATIENCE = 20_000;

/**
 * A dashboard at the level of bytes: a thousand of them cost next to nothing, and it can stop to read. Speaks WebSocket, on it
 * Engine.IO 4, on it Socket.IO 5.
 */
export class RawDashboard {
  /** Frames that came, and how often a number was left out. */
  frames = 0;
  gaps = 0;
  /** Bytes of the last frame, and of the snapshot. */
  frameSize = 0;
  snapshotSize = 0;
  isClosed = false;
  #seq = NaN;
  #socket;
  /** @type {Buffer} */
  #rest = Buffer.alloc(0);
  #isUpgraded = false;
  /** @type {(() => void) | undefined} */
  #onSnapshot;

  /** @param {{ port: number, token: string }} to */
  constructor({ port, token }) {
    this.#socket = connect(port, '127.0.0.1');
    const key = randomBytes(16).toString('base64');
    this.#socket.write(
      `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    );
    this.#socket.on('data', (bytes) => this.#read(bytes, token));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => (this.isClosed = true));
  }

  /** Resolves when the snapshot has come. Rejects when it does not. */
  shown() {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no snapshot came')), PATIENCE);
      this.#onSnapshot = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    });
  }

  stopReading() {
    this.#socket.pause();
  }

  /** Asks for a snapshot that it may never read. */
  ask() {
    this.#send('42/dashboard,1["snapshot"]');
  }

  close() {
    this.#socket.destroy();
  }

  /**
   * @param {Buffer} bytes
   * @param {string} token
   */
  #read(bytes, token) {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    if (!this.#isUpgraded) {
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.#isUpgraded = true;
      this.#rest = this.#rest.subarray(end + 4);
    }
    for (let text = this.#next(); text !== undefined; text = this.#next()) this.#take(text, token);
  }

  /** The text of the next WebSocket frame, if all of it is there. A server's are not masked, and these are in one piece. */
  #next() {
    const rest = this.#rest;
    if (rest.length < 2) return undefined;
    const short = /** @type {number} */ (rest[1]) & 127;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (rest.length < head) return undefined;
    const length =
      short < 126 ? short : short === 126 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2));
    if (rest.length < head + length) return undefined;
    this.#rest = rest.subarray(head + length);
    return rest.toString('utf8', head, head + length);
  }

  /**
   * @param {string} text
   * @param {string} token
   */
  #take(text, token) {
    if (text.startsWith('0')) this.#send(`40/dashboard,${JSON.stringify({ token })}`);
    else if (text.startsWith('2')) this.#send('3');
    else if (text.startsWith('42/dashboard,["snapshot"')) {
      this.snapshotSize = text.length;
      this.#seq = seqOf(text);
      this.#onSnapshot?.();
    } else if (text.startsWith('42/dashboard,["realtime"')) {
      const seq = seqOf(text);
      if (seq > this.#seq + 1) this.gaps += 1;
      this.#seq = seq;
      this.frames += 1;
      this.frameSize = text.length;
    }
  }

  /** @param {string} text below 65,536 bytes; masked, as a client's must be, with zeros */
  #send(text) {
    const length = Buffer.byteLength(text);
    const head = length < 126 ? Buffer.alloc(6) : Buffer.alloc(8);
    head[0] = 0x81;
    head[1] = 0x80 | Math.min(length, 126);
    if (length >= 126) head.writeUInt16BE(length, 2);
    this.#socket.write(Buffer.concat([head, Buffer.from(text)]));
  }
}

/** @param {string} text */
function seqOf(text) {
  return Number(/"seq":(\d+)/.exec(text)?.[1]);
}
