import { z } from 'zod';
import { AlertConflictError, AlertNotFoundError } from '../errors.js';
import { silenceSchema, type Silence } from '../overlay/silence.js';
import type { AlertStore, Write } from '../ports/alert-store.js';
import type { Clock } from '../ports/clock.js';
import { parseWith } from '../rule/parse.js';

const MOST_SILENCES = 500;
/** Milliseconds that a silence is listed after its end. */
const KEPT = 7 * 86_400_000;

const timestamp = z.union(
  [z.int().min(0), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))],
  {
    error: 'milliseconds since the epoch, or an ISO 8601 time',
  },
);
const inputSchema = z.looseObject({ startsAt: timestamp.optional(), endsAt: timestamp });

export interface SilenceBookOptions {
  readonly store: AlertStore;
  readonly clock: Clock;
  /** Makes an id that nobody else makes. */
  readonly newId: () => string;
}

/** What people want quiet for a time. */
export class SilenceBook {
  readonly #options: SilenceBookOptions;

  constructor(options: SilenceBookOptions) {
    this.#options = options;
  }

  /** The latest to end first; those that ended up to a week ago too. @throws AlertStoreError */
  async list(): Promise<readonly Silence[]> {
    const silences = await this.#options.store.read('silences');
    return [...silences.values()].sort((a, b) => b.endsAt - a.endsAt);
  }

  /**
   * @param input - `match`, `endsAt`, `reason` and, if not at once, `startsAt`.
   * @throws InvalidAlertError; AlertConflictError when there are too many; AlertStoreError
   */
  async create(input: unknown, actor: string): Promise<Silence> {
    const { store, clock, newId } = this.#options;
    const now = clock.now();
    const given = parseWith(inputSchema, 'silence', input);
    const whole = { ...given, startsAt: given.startsAt ?? now, id: newId(), createdBy: actor };
    const silence = parseWith(silenceSchema, 'silence', whole);
    const known = [...(await store.read('silences')).values()];
    const stale = known.filter(({ endsAt }) => endsAt < now - KEPT);
    if (known.length - stale.length >= MOST_SILENCES) {
      throw new AlertConflictError(`There are ${MOST_SILENCES} silences already.`, null);
    }
    const forget = stale.map(({ id }): Write => ({ collection: 'silences', id }));
    await store.commit({
      writes: [...forget, { collection: 'silences', id: silence.id, value: silence }],
      history: [{ type: 'silenceCreated', at: now, actor, reason: silence.reason, detail: { ...silence } }],
    });
    return silence;
  }

  /** Ends a silence now. @throws AlertNotFoundError, AlertStoreError */
  async end(id: string, actor: string): Promise<void> {
    const { store, clock } = this.#options;
    const silence = await store.get('silences', id);
    if (silence === undefined) throw new AlertNotFoundError('silence', id);
    const now = clock.now();
    const ended = { ...silence, endsAt: Math.max(silence.startsAt + 1, Math.min(silence.endsAt, now)) };
    // One that had not begun never was.
    const write: Write =
      silence.startsAt >= now ? { collection: 'silences', id } : { collection: 'silences', id, value: ended };
    await store.commit({
      writes: [write],
      history: [{ type: 'silenceEnded', at: now, actor, detail: { id } }],
    });
  }
}
