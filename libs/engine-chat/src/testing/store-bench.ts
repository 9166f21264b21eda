import type { LoggedMessage } from '@yychat/engine-core';
import { never, withLog } from '@yychat/engine-core/testing';
import type { LogBench, LogSettings, LogUnderTest } from '@yychat/engine-core/testing';
import type {
  ConversationStore,
  Embedding,
  RecalledMessage,
  StoreQuery,
} from '../store/conversation-store.js';
import type { ConversationStoreKitOptions } from './store-kit-options.js';

export type StoreBench = LogBench<ConversationStore>;

/** A function of the runner's that has a store set up and cleared away. */
export type StoreCase = (name: string, body: (bench: StoreBench) => Promise<void>) => void;

/** Where `bench.append` appends unless it is told otherwise. */
export const HOME = { tenant: 'tenant-1', conversationId: 'conversation-1' };
export const MODEL = 'kit-model';
/** Of the vectors that the cases make by hand. */
const DIMENSIONS = 8;

/** Recalls in the home conversation, at the time of the bench, unless the changes say otherwise. */
export const ask = (
  { log, clock }: Pick<StoreBench, 'log' | 'clock'>,
  text: string,
  changes: Partial<StoreQuery> = {},
): Promise<readonly RecalledMessage[]> =>
  log.recall({ scope: HOME, text, limit: 20, present: [], now: clock.now(), ...changes }, never);

export const textsOf = (messages: readonly { readonly text: string }[]): string[] =>
  messages.map(({ text }) => text);

export const byUser = (text: string, name?: string): LoggedMessage => ({
  ...{ role: 'user', text },
  ...(name !== undefined && { name }),
});

/** The vector of length 1 between some axes; `towards(0)` and `towards(1)` are at right angles. */
export function towards(...axes: readonly number[]): Float32Array {
  return Float32Array.from({ length: DIMENSIONS }, (_, axis) =>
    axes.includes(axis) ? 1 / Math.sqrt(axes.length) : 0,
  );
}

export const embedding = (values: Float32Array, model: string = MODEL): Embedding => ({ model, values });

/** Embeds all that waits for a model. @param vector undefined: the model refuses the text */
export async function embedAll(
  { log }: Pick<StoreBench, 'log'>,
  vector: (text: string) => Float32Array | undefined,
  model: string = MODEL,
): Promise<void> {
  for (;;) {
    const { messages } = await log.pending(model, { limit: 50, instance: 'kit', lease: 60_000 }, never);
    if (messages.length === 0) return;
    const embedded = messages.map(({ sequence, text }) => ({ sequence, values: vector(text) }));
    await log.embedded(model, embedded, never);
  }
}

/** Makes the function that cases are written with. */
export function storeCaseOf({ it, create, ...random }: ConversationStoreKitOptions): StoreCase {
  return (name, body) => {
    it(name, () => withLog(asLog(create), random, body));
  };
}

/** What makes a store as what makes a log, for all that is done with any log. */
export const asLog =
  (create: ConversationStoreKitOptions['create']) =>
  async (settings: LogSettings): Promise<LogUnderTest<ConversationStore>> => {
    const subject = await create(settings);
    const { reopen, another } = subject;
    return {
      log: subject.store,
      close: () => subject.close(),
      ...(reopen && { reopen: () => reopen.call(subject) }),
      ...(another && { another: () => another.call(subject) }),
    };
  };
