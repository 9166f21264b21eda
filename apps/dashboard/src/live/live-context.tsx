import { useQueryClient } from '@tanstack/react-query';
import type { WindowName } from '@yychat/protocol';
import { createContext, use, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { SESSION_KEY } from '../api/query-client.js';
import { usePaused, useRate, useWindow } from '../url/shared-params.js';
import { LiveConnection } from './live-connection.js';
import { LiveStore, type LiveState } from './live-store.js';

const LiveContext = createContext<LiveStore | null>(null);

/** The window that the statistics of frames are of, while the page shows one. */
export function statisticsWindow(shown: 'live' | WindowName): WindowName {
  return shown === 'live' ? '5m' : shown;
}

/** Opens the socket, for as long as somebody is logged in, and does with it as the address says. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [store] = useState(() => new LiveStore());
  const connection = useRef<LiveConnection | null>(null);
  const queries = useQueryClient();
  const [paused] = usePaused();
  const [rate] = useRate();
  const [shown] = useWindow();

  useEffect(() => {
    const opened = new LiveConnection(store, () => {
      void queries.invalidateQueries({ queryKey: SESSION_KEY });
    });
    connection.current = opened;
    return () => {
      connection.current = null;
      opened.close();
    };
  }, [store, queries]);
  useEffect(() => connection.current?.watch(statisticsWindow(shown)), [shown]);
  useEffect(() => store.pause(paused), [store, paused]);
  useEffect(() => store.rate(Number(rate)), [store, rate]);

  return <LiveContext value={store}>{children}</LiveContext>;
}

export function useLiveStore(): LiveStore {
  const store = use(LiveContext);
  if (store === null) throw new Error('There is nothing live here.');
  return store;
}

/**
 * A part of what is live. Renders when that part changes, and then only.
 * @param select a value, or an object that is part of the state; not one that it makes
 */
export function useLive<Part>(select: (state: LiveState) => Part): Part {
  const store = useLiveStore();
  return useSyncExternalStore(store.subscribe, () => select(store.state));
}
