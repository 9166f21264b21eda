import { parentPort, workerData } from 'node:worker_threads';
import { SqliteStore } from './sqlite-store.js';
import { StoreService } from './store-service.js';
import { toFailure } from './wire.js';
import type { FromStore } from './wire.js';

/** Where a thread of a store begins: it opens the file that it was given and serves it until it is told to end. */
async function serve(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('This file is for a worker thread.');
  const { file } = workerData as { readonly file: string };
  try {
    const store = await SqliteStore.open(file);
    new StoreService(store, port, () => port.close());
  } catch (error) {
    port.postMessage({ refused: toFailure(error) } satisfies FromStore);
    port.close();
  }
}

await serve();
