import { EngineError, type Clock, type Logger } from '@yychat/engine-core';
import type { TurnContents } from '@yychat/protocol';
import { randomUUID } from 'node:crypto';
import type { ContentsBus } from './contents-bus.js';
import type { KeptContents } from './kept-contents.js';

/** Milliseconds that other instances have to answer. */
const PATIENCE = 500;
/** Questions that may wait at once. */
const MAX_WAITING = 100;

export interface TurnContentsDeskParts {
  readonly kept: KeptContents;
  /** Absent where this instance is alone. */
  readonly bus: ContentsBus | undefined;
  readonly instance: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Message =
  | {
      readonly type: 'ask';
      readonly question: string;
      readonly from: string;
      readonly id: string;
      readonly tenant?: string;
    }
  | { readonly type: 'answer'; readonly question: string; readonly contents: TurnContents }
  | { readonly type: 'forget'; readonly from: string; readonly tenant?: string };

/** Contents of turns of the whole cluster: each instance keeps its own, and asks the others for what it has not. */
export class TurnContentsDesk {
  readonly #waiting = new Map<string, (contents: TurnContents) => void>();
  readonly #ends: readonly ((() => void) | undefined)[];

  constructor(private readonly parts: TurnContentsDeskParts) {
    const { bus, instance } = parts;
    const hear = (text: string): void => this.#hear(text);
    this.#ends = [bus?.subscribe('all', hear), bus?.subscribe(instance, hear)];
  }

  /**
   * What a turn was shown, if an instance that answers in time keeps it.
   * @param tenant whose turn; undefined: whichever
   * @throws EngineError (503) where the others cannot be asked now
   */
  async find(id: string, tenant: string | undefined): Promise<TurnContents | undefined> {
    const own = this.parts.kept.find(id, tenant);
    return own ?? (this.parts.bus === undefined ? undefined : this.#ask(this.parts.bus, id, tenant));
  }

  /** Everywhere that can be told now; elsewhere it goes with its time. @param tenant undefined: all */
  async forget(tenant?: string): Promise<void> {
    const { kept, bus, instance: from, logger } = this.parts;
    kept.forget(tenant);
    const message: Message = { type: 'forget', from, ...(tenant !== undefined && { tenant }) };
    await bus
      ?.publish('all', JSON.stringify(message))
      .catch((error: unknown) => logger.debug({ err: error }, 'other instances are not told to forget'));
  }

  close(): void {
    for (const end of this.#ends) end?.();
  }

  async #ask(bus: ContentsBus, id: string, tenant: string | undefined): Promise<TurnContents | undefined> {
    if (this.#waiting.size >= MAX_WAITING) throw notNow();
    const question = randomUUID();
    const answered = new Promise<TurnContents | undefined>((resolve) => {
      this.#waiting.set(question, resolve);
      this.parts.clock.after(PATIENCE, () => resolve(undefined));
    });
    const from = this.parts.instance;
    const message: Message = { type: 'ask', question, from, id, ...(tenant !== undefined && { tenant }) };
    try {
      await bus.publish('all', JSON.stringify(message));
      return await answered;
    } catch (cause) {
      throw notNow(cause);
    } finally {
      this.#waiting.delete(question);
    }
  }

  #hear(text: string): void {
    const message = JSON.parse(text) as Message;
    const { kept, bus, instance, logger } = this.parts;
    if (message.type === 'answer') this.#waiting.get(message.question)?.(message.contents);
    if (message.type === 'answer' || message.from === instance) return;
    if (message.type === 'forget') return kept.forget(message.tenant);
    const contents = kept.find(message.id, message.tenant);
    if (contents === undefined) return;
    const answer: Message = { type: 'answer', question: message.question, contents };
    bus
      ?.publish(message.from, JSON.stringify(answer))
      .catch((error: unknown) => logger.debug({ err: error }, 'another instance is not answered'));
  }
}

function notNow(cause?: unknown): EngineError {
  return new EngineError('Other instances cannot be asked for the contents of the turn now.', {
    status: 503,
    code: 'turn_contents_unavailable',
    type: 'server_error',
    cause,
  });
}
