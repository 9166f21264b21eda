import type { ConversationKey, StoredMessage } from '@yychat/engine-core';
import type { FailedBatch, Owner } from '../facts/fact-store.js';
import { ownerOf } from '../memory/scope-keys.js';
import { cutText, roughTokens } from './cut-text.js';

/** In one batch; mem0's prompt has some 8,000 tokens of its own. */
const MAX_TOKENS = 4_000;
const MAX_MESSAGES = 20;
/** Of one message. */
const MAX_MESSAGE_TOKENS = 2_000;

/** Where a stretch was read. */
export type Stretch = Pick<FailedBatch, 'after' | 'span'>;

/** Messages in a row of one user and one conversation, that fit one extraction. */
export interface Batch {
  readonly owner: Owner;
  readonly key: ConversationKey;
  readonly messages: readonly StoredMessage[];
  readonly stretch: Stretch;
  /** How often it was given up before. */
  readonly rounds: number;
}

/** The text of a message as mem0 gets it: not too long, and with the name of its author. */
export function spokenText({ text, name }: StoredMessage): string {
  const cut = cutText(text, MAX_MESSAGE_TOKENS);
  return name === undefined ? cut : `${name}: ${cut}`;
}

/** Batches of each conversation, in the order of the log. What is blank is in none. */
export function batchesOf(
  messages: readonly StoredMessage[],
  stretch: Stretch,
  rounds = 0,
): readonly (readonly Batch[])[] {
  const conversations = new Map<string, Batch[]>();
  const tokens = new Map<Batch, number>();
  for (const message of messages) {
    if (message.text.trim() === '') continue;
    const owner = ownerOf(message);
    const length = roughTokens(spokenText(message));
    let batches = conversations.get(owner.run);
    if (!batches) conversations.set(owner.run, (batches = []));
    const last = batches.at(-1);
    const room = last && MAX_TOKENS - (tokens.get(last) ?? 0);
    const fits =
      last?.owner.user === owner.user && last.messages.length < MAX_MESSAGES && (room ?? 0) >= length;
    const { tenant, conversationId } = message;
    const batch: Batch = fits
      ? { ...last, messages: [...last.messages, message] }
      : { owner, key: { tenant, conversationId }, messages: [message], stretch, rounds };
    batches.splice(fits ? -1 : batches.length, fits ? 1 : 0, batch);
    tokens.set(batch, length + (fits ? (tokens.get(last) ?? 0) : 0));
  }
  return [...conversations.values()];
}

/** Who speaks where; `null`: nobody in particular. */
export function speakersOf(messages: readonly StoredMessage[]): { run: string; speaker: string | null }[] {
  const speakers = new Map<string, { run: string; speaker: string | null }>();
  for (const message of messages) {
    const { run, user } = ownerOf(message);
    speakers.set(`${run} ${user}`, { run, speaker: message.user === undefined ? null : user });
  }
  return [...speakers.values()];
}
