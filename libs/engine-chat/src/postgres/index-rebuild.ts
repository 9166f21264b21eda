import type { LoggedMessage } from '@yychat/engine-core';
import { ANALYSIS_VERSION } from '../recall/analysis/analyze.js';
import type { Connections } from './connections.js';
import { packMessages } from './packed-messages.js';
import type { QuotedSchema } from './schema/schema-name.js';
import { prepared, preparedCall } from './statement.js';
import type { Statement } from './statement.js';

/** Messages, and UTF-16 units of them unless one alone has more, that are analysed at once: what the process can stand still for. */
const BATCH_MESSAGES = 50;
const BATCH_TEXT = 20_000;
/** Conversations that may wait; a further one is recalled from as it is. */
const MAX_WAITING = 1_000;
/** How often another instance may have been faster before a rebuild is left to it. */
const MAX_MISSES = 100;

interface Row {
  readonly id: string;
  readonly position: number;
  readonly role: 'user' | 'assistant';
  readonly author: string | null;
  readonly text: string;
}

const toLogged = ({ role, author, text }: Row): LoggedMessage => ({
  ...{ role, text },
  ...(author !== null && { name: author }),
});

/** Rows from the first on that one batch takes; one at least, where there is one. */
function firstThatFit(rows: readonly Row[]): readonly Row[] {
  let size = 0;
  const end = rows.findIndex(({ text }, index) => (size += text.length) > BATCH_TEXT && index > 0);
  return end < 0 ? rows : rows.slice(0, end);
}

/** What is done for all who ask goes on without them. */
const never = new AbortController().signal;

/**
 * Fills the indexes of conversations anew from the log, when they were filled by an older version of the analysis: one conversation
 * after the other, a batch at a time. What was done stays done; several instances may be at it at once.
 */
export class IndexRebuild {
  readonly #connections: Connections;
  readonly #restart: Statement;
  readonly #missing: Statement;
  readonly #extend: Statement;
  /** What is under way or waits, by conversation. */
  readonly #work = new Map<string, Promise<void>>();
  #last: Promise<void> = Promise.resolve();

  constructor(connections: Connections, schema: QuotedSchema) {
    this.#connections = connections;
    this.#restart = preparedCall(schema, 'restart_index', 2);
    this.#missing = prepared(`select m.id, m.position, m.role, m.author, m.text
      from ${schema}.conversations c join ${schema}.messages m on m.conversation = c.id
      where c.id = $1 and c.analysis = $2 and m.position >= c.indexed
      order by m.position limit ${BATCH_MESSAGES}`);
    this.#extend = preparedCall(schema, 'extend_index', 9);
  }

  /** Resolves when the indexes are up to date. Goes on where the signal aborts: it rejects, and whoever asks next finds more done. */
  async bringUpToDate(conversations: readonly string[], signal: AbortSignal): Promise<void> {
    const all = Promise.all(conversations.map((conversation) => this.#begin(conversation)));
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
      all.then(() => resolve(), reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  #begin(conversation: string): Promise<void> {
    const known = this.#work.get(conversation);
    if (known) return known;
    if (this.#work.size >= MAX_WAITING) return Promise.resolve();
    const work = this.#last
      .then(() => this.#rebuild(conversation))
      .finally(() => this.#work.delete(conversation));
    this.#work.set(conversation, work);
    // Whoever waits for it hears of its failure; the next begins after it all the same.
    this.#last = work.catch(() => undefined);
    return work;
  }

  async #rebuild(conversation: string): Promise<void> {
    await this.#connections.query(this.#restart, [conversation, ANALYSIS_VERSION], never);
    for (let misses = 0; misses < MAX_MISSES;) {
      // The first messages that the index does not have.
      const missing = await this.#connections.query<Row>(
        this.#missing,
        [conversation, ANALYSIS_VERSION],
        never,
      );
      if (missing.length === 0) return;
      if (!(await this.#add(conversation, firstThatFit(missing)))) misses += 1;
    }
  }

  /** False where another instance was faster. */
  async #add(conversation: string, batch: readonly Row[]): Promise<boolean> {
    const { facts, length, terms, places, postings } = packMessages(batch.map(toLogged));
    const ids = batch.map(({ id }) => id);
    const values = [
      conversation,
      ANALYSIS_VERSION,
      batch[0]?.position,
      ids,
      facts,
      length,
      terms,
      places,
      postings,
    ];
    const [row] = await this.#connections.query<{ result: boolean }>(this.#extend, values, never);
    return row?.result === true;
  }
}
