import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { calls, type CallContext } from './call-context.ts';
import { ExtractionRecords } from './extraction-records.ts';
import type { FactLibrary } from './fact-library.ts';
import { OpenSourceLibrary } from './open-source-library.ts';
import { PlatformLibrary } from './platform-library.ts';
import { PostgresRecords } from './postgres-records.ts';
import type { Argument, Operation, Operations, ThreadSettings } from './protocol.js';
import { SqliteRecords } from './sqlite-records.ts';
import type { Ask } from './upstream.ts';

type Handlers = {
  readonly [Name in Operation]: (given: Argument<Name>) => Promise<ReturnType<Operations[Name]>>;
};

interface Opened {
  readonly library: FactLibrary;
  readonly records: ExtractionRecords;
}

/** A vector of 1,536 numbers fits a page. What was written survives the end of the process, if not of the machine: the log is read again. */
const PRAGMAS = `PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 5000`;

/** Serves the calls of the service. Opens what it needs at the first one, and again after it could not. */
export class Desk {
  readonly #settings: ThreadSettings;
  readonly #ask: Ask;
  readonly #database: DatabaseSync;
  /** Ends of the changes under way, by conversation: one at a time. */
  readonly #changes = new Map<string, Promise<unknown>>();
  #opening: Promise<Opened> | undefined;

  constructor(settings: ThreadSettings, ask: Ask) {
    this.#settings = settings;
    this.#ask = ask;
    mkdirSync(settings.directory, { recursive: true, mode: 0o700 });
    this.#database = new DatabaseSync(join(settings.directory, 'mem0.sqlite'));
    this.#database.exec(PRAGMAS);
  }

  serve(id: number, operation: Operation, argument: unknown): Promise<unknown> {
    const handler = this.#handlers[operation] as (given: unknown) => Promise<unknown>;
    return calls.run({ id, ...contextOf(operation, argument) }, () => handler(argument));
  }

  readonly #handlers: Handlers = {
    'facts.add': (batch) => this.#change(batch.run, (library) => library.add(batch)),
    'facts.search': (search) => this.#opened(({ library }) => library.search(search)),
    'facts.list': ({ scope, limit }) => this.#opened(({ library }) => library.list(scope, limit)),
    'facts.undo': ({ run, sources }) => this.#change(run, (library) => library.undo(run, sources)),
    'facts.forget': (forgotten) => this.#change(forgotten.run, (library) => library.forget(forgotten)),
    'facts.check': () => this.#opened(({ library }) => library.check()),
    'records.claim': ({ instance, now, lease }) =>
      this.#opened(({ records }) => records.claim(instance, now, lease)),
    'records.seen': (owners) => this.#opened(({ records }) => records.seen(owners)),
    'records.begin': (run) => this.#opened(({ records }) => records.epoch(run)),
    'records.done': ({ ids, run, epoch }) => this.#opened(({ records }) => records.done(ids, run, epoch)),
    'records.fail': ({ batch, due, most }) => this.#opened(({ records }) => records.fail(batch, due, most)),
    'records.advance': ({ instance, generation, cursor }) =>
      this.#opened(({ records }) => records.advance(instance, generation, cursor)),
    'records.standing': (owner) => this.#opened(({ records }) => records.standing(owner)),
    'records.shared': (runs) => this.#opened(({ records }) => records.shared(runs)),
    'records.forget': (forgotten) => this.#opened(({ records }) => records.forget(forgotten)),
    'records.forgetDone': (forgotten) => this.#opened(({ records }) => records.forgetDone(forgotten)),
    'records.forgotten': (since) => this.#opened(({ records }) => records.forgotten(since)),
    'records.failed': ({ now, limit }) => this.#opened(({ records }) => records.failed(now, limit)),
    'records.counts': () => this.#opened(({ records }) => records.counts()),
    reset: async () => {
      const { library, records } = await this.#open();
      await library.clear();
      await records.begin(basisOf(this.#settings));
      this.#opening = undefined;
      await Promise.allSettled([library.close(), records.close()]);
    },
  };

  async #opened<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
    return work(await this.#open());
  }

  /** mem0 keeps duplicates of what is added at the same time: changes of one conversation wait for each other. */
  async #change(run: string, work: (library: FactLibrary) => Promise<void>): Promise<void> {
    const before = this.#changes.get(run);
    const change = (async () => {
      await before?.catch(() => undefined);
      await work((await this.#open()).library);
    })();
    this.#changes.set(run, change);
    try {
      await change;
    } finally {
      if (this.#changes.get(run) === change) this.#changes.delete(run);
    }
  }

  #open(): Promise<Opened> {
    const opening = (this.#opening ??= this.#openBoth());
    opening.catch(() => {
      if (this.#opening === opening) this.#opening = undefined;
    });
    return opening;
  }

  async #openBoth(): Promise<Opened> {
    const { recordsIn, library: settings } = this.#settings;
    const database =
      recordsIn === undefined ? new SqliteRecords(this.#database) : await PostgresRecords.connect(recordsIn);
    try {
      const records = await ExtractionRecords.open(database);
      const open = async (): Promise<FactLibrary> =>
        settings.mode === 'platform'
          ? PlatformLibrary.open(settings)
          : OpenSourceLibrary.open(settings, this.#database, this.#ask);
      let library = await open();
      const basis = basisOf(this.#settings);
      const found = await records.basis();
      if (found === undefined) await records.found(basis);
      else if (found !== basis) {
        await library.clear();
        await library.close();
        library = await open();
        await records.begin(basis);
      }
      return { library, records };
    } catch (error) {
      await database.close().catch(() => undefined);
      throw error;
    }
  }
}

/** What facts rest on: of another kind, they have to be made anew. */
function basisOf({ library }: ThreadSettings): string {
  if (library.mode === 'platform') return 'platform';
  return `${library.vectorStore.provider} ${library.embeddingModel}`;
}

function contextOf(operation: Operation, argument: unknown): Omit<CallContext, 'id'> {
  if (operation !== 'facts.add') return {};
  const { before, time } = argument as Argument<'facts.add'>;
  return { before, date: new Date(time).toISOString().slice(0, 10) };
}
