import type { StoredMessage } from '@yychat/engine-core';

/** A message as statements select it: {@link MESSAGE_COLUMNS}, and whose it is. */
export interface MessageRow {
  /** Of 64 bits: a string. */
  readonly id: string;
  readonly turn: string;
  readonly role: 'user' | 'assistant';
  readonly author: string | null;
  readonly speaker: string | null;
  readonly time: number;
  readonly text: string;
}

/** Of `messages m`. */
export const MESSAGE_COLUMNS = 'm.id, m.turn, m.role, m.author, m.speaker, m.time, m.text';

export const toMessage = (
  { id, turn, role, author, speaker, time, text }: MessageRow,
  tenant: string,
  conversationId: string,
): StoredMessage => ({
  id: `msg_${id}`,
  ...{ turnId: turn, tenant, conversationId, role, text, time },
  ...(author !== null && { name: author }),
  ...(speaker !== null && { user: speaker }),
});

/** The id of a message's row; undefined for what cannot be one. */
export const rowIdOf = (messageId: string): string | undefined => /^msg_(\d{1,18})$/.exec(messageId)?.[1];
