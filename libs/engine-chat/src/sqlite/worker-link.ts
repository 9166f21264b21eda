import { Worker } from 'node:worker_threads';
import type { LinkEvents, StoreLink } from './store-link.js';
import type { FromStore, ToStore } from './wire.js';

/**
 * What the thread may use of JavaScript's memory, MB: beyond it the thread ends, not the process. What is young is kept small, or V8
 * lets it grow to a multiple of all the rest.
 */
const MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };

/** The compiled thread; run from its sources, this package has it in `dist`. */
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/sqlite/store-worker.js' : './store-worker.js',
  import.meta.url,
);

/** Opens a store in a thread of its own. */
export function startWorker(file: string, events: LinkEvents): StoreLink {
  const worker = new Worker(THREAD, {
    name: 'conversation-store',
    workerData: { file },
    // Those of the process are meant for its own beginning.
    execArgv: [],
    resourceLimits: MEMORY,
  });
  let failure: Error | undefined;
  worker.on('message', (message: FromStore) => events.receive(message));
  worker.on('error', (error: Error) => {
    failure = error;
  });
  worker.on('exit', (code) => {
    const cause = failure ?? (code === 0 ? undefined : new Error(`The thread ended with code ${code}.`));
    events.lost(cause);
  });
  return {
    send: (message: ToStore) => worker.postMessage(message),
    hold: (held) => {
      if (held) worker.ref();
      else worker.unref();
    },
    cut: () => void worker.terminate(),
  };
}
