import { useQuery } from '@tanstack/react-query';
import type { TurnContents, TurnDetail } from '@yychat/protocol';
import { call } from '../api/client.js';

/** What a turn was shown; not asked for where it was shown nothing. It is kept for minutes, and by this page for as long as it is open. */
export function useTurnContents(turn: TurnDetail | undefined) {
  const hasSome = turn !== undefined && (turn.memory === 'hit' || turn.tools.length > 0);
  const id = turn?.request_id ?? '';
  return useQuery({
    queryKey: ['contents', id],
    queryFn: ({ signal }) =>
      call<TurnContents>(`GET /v1/performance/requests/${encodeURIComponent(id)}/contents`, { signal }),
    enabled: hasSome,
    staleTime: Infinity,
    gcTime: 600_000,
  });
}
