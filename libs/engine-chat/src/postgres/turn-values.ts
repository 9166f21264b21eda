import type { LoggedTurn } from '@yychat/engine-core';
import { ANALYSIS_VERSION } from '../recall/analysis/analyze.js';
import { SESSION_PAUSE } from '../recall/sessions.js';
import { conversationKey, userKey } from './name-key.js';
import { packMessages } from './packed-messages.js';
import { storedText } from './stored-text.js';

/** Parameters of the function `append`. */
export const TURN_VALUES = 18;

/** A turn with its index, as the function `append` takes it. */
export function turnValues({
  tenant,
  conversationId,
  user,
  turnId,
  begun,
  time,
  messages,
}: LoggedTurn): [key: string, ...unknown[]] {
  const said = messages.map(({ role, text, name }) => ({
    ...{ role, text: storedText(text) },
    ...(name !== undefined && { name: storedText(name) }),
  }));
  const { facts, length, terms, places, postings } = packMessages(said);
  return [
    conversationKey(tenant, conversationId),
    storedText(tenant),
    storedText(conversationId),
    user === undefined ? null : userKey(tenant, user),
    user === undefined ? null : storedText(user),
    storedText(turnId),
    begun,
    time,
    said.map(({ role }) => role),
    said.map(({ name }) => name ?? null),
    said.map(({ text }) => text),
    facts,
    ANALYSIS_VERSION,
    length,
    terms,
    places,
    postings,
    SESSION_PAUSE,
  ];
}
