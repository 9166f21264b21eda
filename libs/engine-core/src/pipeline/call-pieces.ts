import type { ToolCallDelta } from '../wire/chat-completion.js';
import type { PendingCall } from './pending-call.js';

/** With its id and name, and all that came before the name. */
export function firstPiece(call: PendingCall, piece: ToolCallDelta): ToolCallDelta {
  const { toolIndex: index, id, name, args } = call;
  if (name === '') return { ...piece, index, id };
  return { ...piece, index, id, type: 'function', function: { name, arguments: args } };
}

/** Without the id and the name, which clients that add up pieces would add up too. */
export function laterPiece(call: PendingCall, piece: ToolCallDelta): ToolCallDelta {
  const { id: _id, type: _type, function: fn, ...rest } = piece;
  return { ...rest, index: call.toolIndex, ...(fn && { function: { arguments: fn.arguments ?? '' } }) };
}

/** Whether a piece says what is to be seen, and can be passed on as it came. */
export function says(piece: ToolCallDelta, seen: ToolCallDelta): boolean {
  const { id, type, function: fn } = piece;
  return (
    id === seen.id &&
    type === seen.type &&
    fn?.name === seen.function?.name &&
    (fn?.arguments ?? '') === (seen.function?.arguments ?? '')
  );
}
