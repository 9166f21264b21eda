import type { LoggedMessage } from '@yychat/engine-core';
import type { SpokenTurn } from '../recall/indexed-turn.js';

/** A message as every store indexes it, so that all recall alike: its author's name, or else the role, is the speaker. */
export const spokenMessage = ({ role, name, text }: LoggedMessage): SpokenTurn => ({
  speaker: name ?? role,
  text,
});
