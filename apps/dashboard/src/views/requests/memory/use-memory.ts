import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { call, withQuery } from '../../../api/client.js';

const PAGE = 20;
/** Milliseconds that it may take to delete a conversation, however long. */
const DELETE_DEADLINE = 65_000;

/** Which conversation. `tenant` is `null` for that of the key. */
export interface ConversationRef {
  readonly id: string;
  readonly tenant: string | null;
}

interface Page<Item> {
  readonly data: readonly Item[];
  readonly last_id: string | null;
  readonly has_more: boolean;
}

/** `GET /v1/conversations/{id}/messages` */
export interface KeptMessage {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created_at: number;
  readonly role: string;
  readonly content: string;
  /** The id of the request that it belongs to. */
  readonly turn_id: string;
}

/** What an engine remembers. */
export interface KeptMemory {
  readonly id: string;
  readonly created_at: number | null;
  readonly role: string | null;
  readonly memory: string;
}

/** `GET /v1/conversations/{id}/memory` */
export interface MemoryPage extends Page<KeptMemory> {
  readonly engine: string;
  /** Of the whole conversation, in the log. */
  readonly messages: number;
  readonly turns: number;
  readonly first_message_at: number | null;
  readonly last_message_at: number | null;
}

export function useMessages(conversation: ConversationRef) {
  return usePages<Page<KeptMessage>>(conversation, 'messages', null);
}

export function useMemories(conversation: ConversationRef, engine: string) {
  return usePages<MemoryPage>(conversation, 'memory', engine);
}

function usePages<Answer extends Page<unknown>>(
  { id, tenant }: ConversationRef,
  what: 'messages' | 'memory',
  engine: string | null,
) {
  return useInfiniteQuery({
    queryKey: ['requests', 'conversation', id, tenant, what, engine],
    queryFn: ({ signal, pageParam: after }) =>
      call<Answer>(`GET ${withQuery(pathOf(id, what), { limit: PAGE, after, tenant, engine })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.has_more ? page.last_id : undefined),
  });
}

export interface DeletedConversation {
  readonly deleted: true;
  /** How many were in the log. */
  readonly messages: number;
}

/** Deletes what was said, and what every engine remembers of it. */
export function useDeleteConversation({ id, tenant }: ConversationRef) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call<DeletedConversation>(`DELETE ${withQuery(pathOf(id, 'memory'), { tenant })}`, {
        deadline: DELETE_DEADLINE,
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['requests', 'conversation', id] }),
  });
}

function pathOf(id: string, what: 'messages' | 'memory'): string {
  return `/v1/conversations/${encodeURIComponent(id)}/${what}`;
}
