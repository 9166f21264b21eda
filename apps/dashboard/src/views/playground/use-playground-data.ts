import { useQuery } from '@tanstack/react-query';
import type { List, ListedEngine, TurnDetail, TurnRecord } from '@yychat/protocol';
import { isApiError } from '../../api/api-error.js';
import { call, withQuery } from '../../api/client.js';
import { storedExchanges, type StoredMessage } from './exchange.js';

/** Milliseconds. Of what seldom changes. */
const SELDOM = 60_000;
/** Milliseconds after which what is remembered is looked at again: some of it comes later. */
const LOOK = 3_000;
/** Messages of earlier visits that are shown. */
const SHOWN = 100;

export interface ListedPersonality {
  readonly id: string;
  readonly name: string;
  /** `null`: all. */
  readonly allowed_tools: readonly string[] | null;
}

export interface ListedTool {
  readonly name: string;
  readonly source: string;
  readonly function: { readonly description?: string };
}

/** `GET /v1/conversations/{id}/memory` */
export interface ConversationMemory extends List<RememberedItem> {
  readonly engine: string;
  readonly messages: number;
  readonly turns: number;
  readonly has_more: boolean;
  readonly recall: Readonly<Record<string, unknown>>;
}

export interface RememberedItem {
  readonly id: string;
  /** `null`: a fact, said by nobody in these words. */
  readonly role: string | null;
  readonly memory: string;
  /** Seconds since the epoch. */
  readonly created_at: number | null;
}

function useList<Item>(name: string, path: string) {
  return useQuery({
    queryKey: ['playground', name],
    queryFn: ({ signal }) => call<List<Item>>(`GET ${path}`, { signal }),
    staleTime: SELDOM,
  });
}

export const usePersonalities = () => useList<ListedPersonality>('personalities', '/v1/personalities');
export const useToolList = () => useList<ListedTool>('tools', '/v1/tools');
export const useModels = () => useList<{ readonly id: string }>('models', '/v1/models');

export function useEngines() {
  return useQuery({
    queryKey: ['engines', 'list'],
    queryFn: ({ signal }) => call<List<ListedEngine>>('GET /v1/engines/list', { signal }),
    staleTime: SELDOM,
  });
}

/** What was said before the page was opened, oldest first. */
export function useStored(conversation: string, enabled: boolean) {
  return useQuery({
    queryKey: ['playground', 'messages', conversation],
    queryFn: async ({ signal }) => {
      const path = `/v1/conversations/${encodeURIComponent(conversation)}/messages`;
      const [said, recent] = await Promise.all([
        call<List<StoredMessage> & { readonly has_more: boolean }>(
          `GET ${withQuery(path, { limit: SHOWN })}`,
          { signal },
        ),
        call<{ readonly data: readonly TurnRecord[] }>(`GET /v1/performance/recent?count=${SHOWN}`, {
          signal,
        }),
      ]);
      return {
        exchanges: storedExchanges(said.data.toReversed(), recent.data),
        hasMore: said.has_more,
      };
    },
    enabled,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** @param engine whose memory; `null`: that of the engine in force */
export function useMemoryOf(conversation: string, engine: string | null) {
  return useQuery({
    queryKey: ['playground', 'memory', conversation, engine],
    queryFn: ({ signal }) => {
      const path = `/v1/conversations/${encodeURIComponent(conversation)}/memory`;
      return call<ConversationMemory>(`GET ${withQuery(path, { limit: 50, engine })}`, { signal });
    },
    refetchInterval: LOOK,
  });
}

/** What the service measured of a turn, which another instance may tell of a little later. */
export function useTurn(requestId: string | null) {
  return useQuery({
    queryKey: ['playground', 'turn', requestId],
    queryFn: ({ signal }) =>
      call<TurnDetail>(`GET /v1/performance/requests/${encodeURIComponent(requestId ?? '')}`, { signal }),
    enabled: requestId !== null,
    retry: (failures, error) => failures < 4 && isApiError(error) && error.status === 404,
    retryDelay: (failures) => 250 * 2 ** failures,
    staleTime: Infinity,
  });
}
