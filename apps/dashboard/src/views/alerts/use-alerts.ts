import { useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  AlertChannelView,
  AlertList,
  AlertRule,
  AlertSignal,
  AlertSilence,
  List,
  ListedEngine,
} from '@yychat/protocol';
import { useEffect } from 'react';
import { call } from '../../api/client.js';
import { useLive } from '../../live/live-context.js';
import { usePaused } from '../../url/shared-params.js';

/** Milliseconds. */
const OFTEN = 2_000;
const SELDOM = 10_000;

function useRead<Answer>(name: string, path: string, every: number | false) {
  const [paused] = usePaused();
  return useQuery({
    queryKey: ['alerts', name],
    queryFn: ({ signal }) => call<Answer>(`GET ${path}`, { signal }),
    refetchInterval: paused ? false : every,
  });
}

/** Every rule as it stands now, what needs somebody first. Asked for at once when one fires or is over. */
export function useAlerts() {
  const queries = useQueryClient();
  const last = useLive(({ lastAlert }) => lastAlert);
  useEffect(() => {
    if (last !== null) void queries.invalidateQueries({ queryKey: ['alerts'] });
  }, [last, queries]);
  return useRead<AlertList>('now', '/v1/alerts', OFTEN);
}

export const useRules = () => useRead<List<AlertRule>>('rules', '/v1/alerts/rules', SELDOM);
export const useSilences = () => useRead<List<AlertSilence>>('silences', '/v1/alerts/silences', SELDOM);
export const useChannels = () =>
  useRead<List<AlertChannelView>>('channels', '/v1/alerts/channels', OFTEN * 2);
export const useSignals = () => useRead<List<AlertSignal>>('signals', '/v1/alerts/signals', false);

/** Names of all engines. */
export function useEngineNames(): readonly string[] {
  const { data } = useQuery({
    queryKey: ['engines', 'list'],
    queryFn: ({ signal }) => call<List<ListedEngine>>('GET /v1/engines/list', { signal }),
    staleTime: 60_000,
  });
  return data?.data.map(({ name }) => name) ?? [];
}

/** Has all that is known of alerts be asked for again. */
export function useRefresh(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['alerts'] });
}
