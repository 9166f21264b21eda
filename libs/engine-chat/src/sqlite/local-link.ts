import { MessageChannel } from 'node:worker_threads';
import { SqliteStore } from './sqlite-store.js';
import type { LinkEvents, StoreLink } from './store-link.js';
import { StoreService } from './store-service.js';
import { toFailure } from './wire.js';
import type { FromStore, ToStore } from './wire.js';

/** Opens a store on the thread that calls this. */
export function startLocal(
  file: string,
  events: LinkEvents,
  open = (path: string) => SqliteStore.open(path),
): StoreLink {
  const { port1: near, port2: far } = new MessageChannel();
  near.on('message', (message: FromStore) => events.receive(message));
  near.on('close', () => events.lost(undefined));
  open(file).then(
    (store) => {
      new StoreService(store, far, () => far.close());
      far.unref();
    },
    (error: unknown) => {
      far.postMessage({ refused: toFailure(error) } satisfies FromStore);
      far.close();
    },
  );
  return {
    send: (message: ToStore) => near.postMessage(message),
    hold: (held) => {
      if (held) near.ref();
      else near.unref();
    },
    cut: () => near.close(),
  };
}
