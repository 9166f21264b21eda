import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { List, TurnDetail, TurnRecord, WindowName } from '@yychat/protocol';
import { useEffect, useRef } from 'react';
import { call, withQuery } from '../../api/client.js';
import { useLive } from '../../live/live-context.js';
import { usePaused } from '../../url/shared-params.js';
import { isGap, matches, merged, type RequestFilter } from './feed.js';

/** How many of the last ones are listed. */
export const MOST_RECENT = 500;
const MOST_SLOW = 100;
/** Milliseconds. What is live comes by itself. */
const POLL = 30_000;

const NONE: readonly TurnRecord[] = [];

/** The last requests, which grow as long as nobody pauses. */
export function useRecent({ engine, status, from, to }: RequestFilter) {
  const [paused] = usePaused();
  const queries = useQueryClient();
  const live = useLive(({ data }) => data?.requests) ?? NONE;
  const seen = useRef(live);
  const query = useQuery({
    queryKey: ['requests', 'recent', engine, status, from, to],
    queryFn: ({ signal }) =>
      call<List<TurnRecord>>(
        `GET ${withQuery('/v1/performance/recent', {
          count: MOST_RECENT,
          engine,
          status,
          from: isoOf(from),
          to: isoOf(to),
        })}`,
        { signal },
      ),
    refetchInterval: paused ? false : POLL,
  });
  const isThere = query.data !== undefined;
  useEffect(() => {
    const before = seen.current;
    seen.current = live;
    const key = ['requests', 'recent', engine, status, from, to];
    const fits = live.filter((record) =>
      matches(record, { engine, status, from, to, model: null, text: null }),
    );
    if (!isThere) return;
    queries.setQueryData<List<TurnRecord>>(key, (known) => {
      if (known === undefined) return known;
      const data = merged(known.data, fits, MOST_RECENT);
      return data === known.data ? known : { ...known, data };
    });
    // A frame tells of ten requests at most.
    if (isGap(before, live)) void queries.invalidateQueries({ queryKey: key });
  }, [queries, live, engine, status, from, to, isThere]);
  return query;
}

function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** The slowest of those that went well, with their stages. */
export function useSlowest(engine: string | null, window: WindowName) {
  const [paused] = usePaused();
  return useQuery({
    queryKey: ['requests', 'slowest', engine, window],
    queryFn: ({ signal }) =>
      call<List<TurnDetail>>(
        `GET ${withQuery('/v1/performance/slowest', { count: MOST_SLOW, engine, window })}`,
        { signal },
      ),
    refetchInterval: paused ? false : POLL,
    placeholderData: (before) => before,
  });
}

export function useRequest(id: string) {
  return useQuery({
    queryKey: ['requests', 'one', id],
    queryFn: ({ signal }) =>
      call<TurnDetail>(`GET /v1/performance/requests/${encodeURIComponent(id)}`, { signal }),
    staleTime: Infinity,
  });
}
