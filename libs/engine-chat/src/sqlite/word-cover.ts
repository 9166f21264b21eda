import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto';
import type { LoggedMessage } from '@yychat/engine-core';
import { ANALYSIS_VERSION } from '../recall/analysis/analyze.js';
import { packFacts, unpackFacts } from '../recall/packed-facts.js';
import type { TurnFacts } from '../recall/posting-source.js';
import { textOf } from './query.js';

/** What the log keeps of a message, covered. */
export interface Words extends LoggedMessage {
  readonly user?: string;
}

const KEY_BYTES = 32;
const BLOCK_BYTES = 16;
/** What a counter begins with: nothing else under the same key may have the same. */
const WORDS = 0;
const FACTS = 1;

const encoder = new TextEncoder();

/** A key for a new conversation. */
export const newCoverKey = (): Uint8Array => randomBytes(KEY_BYTES);

/**
 * Covers what was said in one conversation, by AES-256 in counter mode (NIST SP 800-38A). The key lies in the same file: not to hide
 * the words, but to be able to delete them. SQLite leaves copies of rows in unused parts of pages, where no deletion reaches them;
 * a key stands in one place only.
 */
export class WordCover {
  /** Of single blocks: one cipher makes the key stream for all messages, each of which would else need its own. */
  readonly #cipher;

  constructor(key: Uint8Array) {
    this.#cipher = createCipheriv('aes-256-ecb', createSecretKey(key), null).setAutoPadding(false);
  }

  /** @param position the message's place in its conversation, from 0 */
  coverWords(position: number, { role, text, name, user }: Words): Uint8Array {
    const parts = [role, text.toWellFormed(), name?.toWellFormed() ?? null, user?.toWellFormed() ?? null];
    return this.#turn(WORDS, position, encoder.encode(JSON.stringify(parts)));
  }

  bareWords(position: number, covered: Uint8Array): Words {
    const parts: unknown = JSON.parse(textOf(this.#turn(WORDS, position, covered)));
    const [role, text, name, user] = parts as [Words['role'], string, string | null, string | null];
    return { role, text, ...(name !== null && { name }), ...(user !== null && { user }) };
  }

  /** Of this version of the analysis. */
  coverFacts(position: number, facts: TurnFacts): Uint8Array {
    return this.#turn(FACTS, position, packFacts(facts));
  }

  bareFacts(position: number, covered: Uint8Array): TurnFacts {
    return unpackFacts(this.#turn(FACTS, position, covered));
  }

  /** Covers what is bare, and bares what is covered. */
  #turn(kind: number, position: number, bytes: Uint8Array): Uint8Array {
    const blocks = Math.ceil(bytes.length / BLOCK_BYTES);
    const counters = new DataView(new ArrayBuffer(blocks * BLOCK_BYTES));
    for (let block = 0, at = 0; block < blocks; block++, at += BLOCK_BYTES) {
      counters.setUint32(at, kind);
      counters.setUint32(at + 4, kind === FACTS ? ANALYSIS_VERSION : 0);
      counters.setUint32(at + 8, position);
      counters.setUint32(at + 12, block);
    }
    const stream = this.#cipher.update(counters);
    const turned = new Uint8Array(bytes.length);
    for (let at = 0; at < bytes.length; at++) turned[at] = (bytes[at] ?? 0) ^ (stream[at] ?? 0);
    return turned;
  }
}

/** The covers of the conversations that one answer tells of, each made once. */
export class WordCovers {
  readonly #covers = new Map<number, WordCover>();

  of({ id, key }: { readonly id: number; readonly key: Uint8Array }): WordCover {
    let cover = this.#covers.get(id);
    if (!cover) this.#covers.set(id, (cover = new WordCover(key)));
    return cover;
  }
}
