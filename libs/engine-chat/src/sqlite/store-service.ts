import { receiveMessageOnPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { SqliteStore } from './sqlite-store.js';
import { toFailure } from './wire.js';
import type { FromStore, Reply, Request, ToStore } from './wire.js';

/** Turns that one transaction takes, and UTF-16 units of text, but one turn at least: more would keep the others waiting. */
const APPENDS_AT_ONCE = 64;
const TEXT_AT_ONCE = 200_000;
/** So long the others may go on before it is the turns' turn again. Milliseconds. */
const OTHERS_FOR = 8;

/** What was left behind is cleared for nobody. */
const NOBODY = 0;

/** Work that is done step by step. */
interface Task {
  /** Undefined until its first step. */
  steps: Generator<void, unknown> | undefined;
  readonly begin: () => Generator<void, unknown>;
}

/**
 * Serves a store to the client at the other end of a port. All turns that wait are committed together, so that they share one
 * sync of the disk; what else waits is done between two such commits, for a while, and what is long step by step.
 */
export class StoreService {
  readonly #store: SqliteStore;
  readonly #port: MessagePort;
  readonly #ended: () => void;
  readonly #appends = new Map<number, Request<'append'>>();
  /** In the order of their turns. */
  readonly #tasks = new Map<number, Task>();
  #ending = false;
  #running = false;

  /** @param ended called once the client's end has come and the store is closed */
  constructor(store: SqliteStore, port: MessagePort, ended: () => void) {
    this.#store = store;
    this.#port = port;
    this.#ended = ended;
    this.#tasks.set(NOBODY, { steps: undefined, begin: () => store.resume() });
    port.on('message', (message: ToStore) => {
      this.#take(message);
      this.#wake();
    });
    this.#post({ opened: { embeddingsMissing: store.embeddingsMissing } });
    this.#wake();
  }

  #take(message: ToStore): void {
    if ('end' in message) this.#ending = true;
    else if ('cancel' in message) this.#cancel(message.cancel);
    else if (message.call === 'append') this.#appends.set(message.id, message);
    else this.#tasks.set(message.id, { steps: undefined, begin: () => perform(this.#store, message) });
  }

  /** What was begun is finished: half of it would be of no use. */
  #cancel(id: number): void {
    this.#appends.delete(id);
    if (this.#tasks.get(id)?.steps === undefined) this.#tasks.delete(id);
  }

  #wake(): void {
    if (this.#running) return;
    this.#running = true;
    setImmediate(() => void this.#round());
  }

  async #round(): Promise<void> {
    for (let next = receiveMessageOnPort(this.#port); next; next = receiveMessageOnPort(this.#port)) {
      this.#take(next.message as ToStore);
    }
    this.#reply(this.#commit());
    this.#reply(await this.#others());
    this.#running = false;
    if (this.#appends.size > 0 || this.#tasks.size > 0) this.#wake();
    else if (this.#ending) this.#end();
  }

  #commit(): Reply[] {
    const requests = this.#nextTurns();
    if (requests.length === 0) return [];
    try {
      const failures = this.#store.append(requests.map(({ argument }) => argument));
      return requests.map(({ id }, index) => replyOf(id, undefined, failures[index]));
    } catch (error) {
      return requests.map(({ id }) => replyOf(id, undefined, error));
    }
  }

  #nextTurns(): Request<'append'>[] {
    const requests: Request<'append'>[] = [];
    let text = 0;
    for (const [id, request] of this.#appends) {
      text += request.argument.messages.reduce((sum, message) => sum + message.text.length, 0);
      if (requests.length > 0 && (requests.length >= APPENDS_AT_ONCE || text > TEXT_AT_ONCE)) break;
      requests.push(request);
      this.#appends.delete(id);
    }
    return requests;
  }

  async #others(): Promise<Reply[]> {
    const replies: Reply[] = [];
    const until = performance.now() + OTHERS_FOR;
    for (const [id, task] of this.#tasks) {
      this.#tasks.delete(id);
      // Left for the next start.
      if (id === NOBODY && this.#ending) continue;
      try {
        task.steps ??= task.begin();
        const step = task.steps.next();
        if (step.done) replies.push(replyOf(id, await step.value));
        // At the end: a loop over a map comes to what is put there meanwhile.
        else this.#tasks.set(id, task);
      } catch (error) {
        replies.push(replyOf(id, undefined, error));
      }
      if (performance.now() >= until) break;
    }
    return replies;
  }

  #reply(replies: readonly Reply[]): void {
    const awaited = replies.filter(({ id }) => id !== NOBODY);
    if (awaited.length > 0) this.#post({ replies: awaited });
    const { failure } = replies.find(({ id }) => id === NOBODY) ?? {};
    if (failure) this.#post({ trouble: failure });
  }

  #post(message: FromStore): void {
    this.#port.postMessage(message);
  }

  #end(): void {
    this.#store.close();
    this.#ended();
  }
}

function* perform(
  store: SqliteStore,
  request: Exclude<Request, Request<'append'>>,
): Generator<void, unknown> {
  switch (request.call) {
    case 'messages':
      return store.messages(request.argument.key, request.argument.query);
    case 'summary':
      return store.summary(request.argument);
    case 'delete':
      return yield* store.delete(request.argument.key, request.argument.now);
    case 'entries':
      return store.entries(request.argument.cursor, request.argument.limit);
    case 'pending':
      return store.pending(request.argument);
    case 'embedded':
      store.embedded(request.argument.model, request.argument.messages);
      return undefined;
    case 'recall':
      return yield* store.recall(request.argument);
    case 'version':
      return store.version(request.argument);
    case 'check':
      store.check();
      return undefined;
  }
}

function replyOf(id: number, result: unknown, error?: unknown): Reply {
  if (error !== undefined) return { id, failure: toFailure(error) };
  return result === undefined ? { id } : { id, result: JSON.stringify(result) };
}
