import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { AlertHistory, AlertHistoryType } from '@yychat/protocol';
import { call, withQuery } from '../../../api/client.js';
import type { HistoryKind } from '../alerts-params.js';

const PAGE = 50;
/** Milliseconds. */
const POLL = 5_000;

const INCIDENTS: readonly AlertHistoryType[] = [
  ...(['fired', 'repeated', 'recovering', 'relapsed', 'resolved', 'flappingBegan', 'flappingEnded'] as const),
  ...(['announced', 'unannounced', 'acked', 'engineSwitched', 'switchFailed', 'switchSkipped'] as const),
];
const DELIVERIES: readonly AlertHistoryType[] = ['delivered', 'deliveryFailed', 'digested', 'dropped'];
const CHANGES: readonly AlertHistoryType[] = [
  ...(['ruleCreated', 'ruleChanged', 'ruleDeleted', 'silenceCreated', 'silenceEnded'] as const),
  ...(['channelsChanged', 'channelTested'] as const),
];

/** What the API calls each part of the history. */
export const TYPES_OF: Readonly<Record<HistoryKind, string | null>> = {
  all: null,
  incidents: INCIDENTS.join(','),
  deliveries: DELIVERIES.join(','),
  changes: CHANGES.join(','),
};

export interface HistoryQuery {
  readonly rule?: string | null;
  readonly type?: string | null;
  readonly before?: number | null;
  readonly limit: number;
}

function read(query: HistoryQuery, signal: AbortSignal): Promise<AlertHistory> {
  return call(`GET ${withQuery('/v1/alerts/history', { ...query })}`, { signal });
}

/** The newest entries. */
export function useHistoryPage(query: HistoryQuery) {
  return useQuery({
    queryKey: ['alerts', 'history', query],
    queryFn: ({ signal }) => read(query, signal),
    refetchInterval: POLL,
  });
}

/** The newest entries, and as many pages before them as were asked for. */
export function useHistory(query: Pick<HistoryQuery, 'rule' | 'type'>) {
  return useInfiniteQuery({
    queryKey: ['alerts', 'history', 'pages', query],
    queryFn: ({ signal, pageParam }) => read({ ...query, before: pageParam, limit: PAGE }, signal),
    initialPageParam: null as number | null,
    getNextPageParam: ({ data, has_more }) => (has_more ? (data.at(-1)?.sequence ?? null) : null),
  });
}
