import { InvalidRequestError, type MessageQuery } from '@yychat/engine-core';
import type { Fact } from '@yychat/engine-mem0';

/** Facts of one conversation that can be shown. */
export const MAX_FACTS = 1_000;

/** The part of a conversation's facts that is asked for. @throws InvalidRequestError where the page is to follow none of them */
export function factPage(
  oldestFirst: readonly Fact[],
  { limit, order, after }: MessageQuery,
): { readonly facts: readonly Fact[]; readonly hasMore: boolean } {
  const facts = order === 'asc' ? oldestFirst : oldestFirst.toReversed();
  const begin = after === undefined ? 0 : facts.findIndex(({ id }) => id === after) + 1;
  if (after !== undefined && begin === 0)
    throw new InvalidRequestError(`There is no memory '${after}' in this conversation.`, 'after');
  return { facts: facts.slice(begin, begin + limit), hasMore: facts.length > begin + limit };
}
