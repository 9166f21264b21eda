import { useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  CurrentRollout,
  EngineHealth,
  EnginesHealth,
  EngineSwitch,
  List,
  ListedEngine,
} from '@yychat/protocol';
import { useEffect, useMemo } from 'react';
import { call } from '../../api/client.js';
import { useLive } from '../../live/live-context.js';
import { usePaused } from '../../url/shared-params.js';

/** Milliseconds. A look at the health asks what the engines depend on. */
const POLL = 10_000;

/** An engine with what its health rests on. */
export interface EngineState extends ListedEngine {
  /** `null`: not known yet. */
  readonly health: EngineHealth | null;
}

/** The engines, in their order, as they are now. */
export function useEngines() {
  const [paused] = usePaused();
  const refetchInterval = paused ? false : POLL;
  const live = useLive(({ data }) => data?.engine.name);
  const list = useQuery({
    queryKey: ['engines', 'list'],
    queryFn: ({ signal }) => call<List<ListedEngine>>('GET /v1/engines/list', { signal }),
    refetchInterval,
  });
  const health = useQuery({
    queryKey: ['engines', 'health'],
    queryFn: ({ signal }) => call<EnginesHealth>('GET /v1/engines/health', { signal }),
    refetchInterval,
  });
  const engines = useMemo<readonly EngineState[] | undefined>(
    () =>
      list.data?.data.map((engine) => {
        const known = health.data?.engines[engine.name] ?? null;
        return {
          ...engine,
          status: known?.status ?? engine.status,
          is_current: live === undefined ? engine.is_current : live === engine.name,
          health: known,
        };
      }),
    [list.data, health.data, live],
  );
  return { engines, error: list.error, retry: () => void list.refetch() };
}

/** How turns are spread. */
export function useRollout() {
  return useQuery({
    queryKey: ['engines', 'rollout'],
    queryFn: ({ signal }) => call<CurrentRollout>('GET /v1/engines/rollout', { signal }),
  });
}

export function useHistory() {
  return useQuery({
    queryKey: ['engines', 'history'],
    queryFn: ({ signal }) => call<List<EngineSwitch>>('GET /v1/engines/history', { signal }),
  });
}

/** Asks anew for all of this view when an engine or a roll-out came into force, whoever did it. */
export function useFollowSwitches(): void {
  const queries = useQueryClient();
  const epoch = useLive(({ data }) => data?.engine.epoch);
  useEffect(() => {
    if (epoch !== undefined) void queries.invalidateQueries({ queryKey: ['engines'] });
  }, [queries, epoch]);
}

/** Turns that each engine has now, of all instances together. */
export function useInFlight(): Readonly<Record<string, number>> {
  const instances = useLive(({ data }) => data?.system.instances);
  const counts: Record<string, number> = {};
  for (const { gauges } of instances ?? []) {
    for (const [name, value] of Object.entries(gauges)) {
      const engine = /^turns_in_flight\{engine=([^,}]+)\}$/.exec(name)?.[1];
      if (engine !== undefined) counts[engine] = (counts[engine] ?? 0) + (value ?? 0);
    }
  }
  return counts;
}
