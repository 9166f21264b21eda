import type { FailedBatch, Forgotten, Owner, Place, Standing } from './protocol.js';
import type { RecordsDatabase } from './records-database.ts';

const TABLES = [
  `CREATE TABLE IF NOT EXISTS mem0_place (id INTEGER PRIMARY KEY, basis TEXT, log_cursor TEXT, holder TEXT,
    held_until DOUBLE PRECISION NOT NULL DEFAULT 0, generation INTEGER NOT NULL DEFAULT 0,
    lost INTEGER NOT NULL DEFAULT 0)`,
  `INSERT INTO mem0_place (id) VALUES (1) ON CONFLICT DO NOTHING`,
  `CREATE TABLE IF NOT EXISTS mem0_done (message TEXT PRIMARY KEY)`,
  `CREATE TABLE IF NOT EXISTS mem0_conversations (run TEXT PRIMARY KEY, speaker TEXT,
    shared INTEGER NOT NULL DEFAULT 0, mixed INTEGER NOT NULL DEFAULT 0)`,
  `CREATE TABLE IF NOT EXISTS mem0_forgotten (run TEXT PRIMARY KEY, epoch INTEGER NOT NULL,
    forgotten_at DOUBLE PRECISION NOT NULL, finished INTEGER NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS mem0_failed (first TEXT PRIMARY KEY, speaker TEXT NOT NULL, run TEXT NOT NULL,
    said DOUBLE PRECISION NOT NULL, due DOUBLE PRECISION NOT NULL, batch TEXT NOT NULL)`,
];
const DONE = 'INSERT INTO mem0_done (message) VALUES ($1) ON CONFLICT DO NOTHING';
/** Milliseconds: longer than any instance takes over what it has read. */
const KEEP_FORGOTTEN = 7 * 86_400_000;

/** What the extraction knows beside the facts: how far it is, what failed, what is to be forgotten, and who speaks where. */
export class ExtractionRecords {
  readonly #database: RecordsDatabase;

  static async open(database: RecordsDatabase): Promise<ExtractionRecords> {
    await database.together(TABLES.map((sql) => [sql]));
    return new ExtractionRecords(database);
  }

  private constructor(database: RecordsDatabase) {
    this.#database = database;
  }

  /** What the facts that there are rest on; undefined: nothing yet. */
  async basis(): Promise<string | undefined> {
    const [row] = await this.#database.run('SELECT basis FROM mem0_place WHERE id = 1');
    return textOf(row?.['basis']);
  }

  /** Says what facts will rest on, where there are none. */
  async found(basis: string): Promise<void> {
    await this.#database.run('UPDATE mem0_place SET basis = $1 WHERE id = 1 AND basis IS NULL', basis);
  }

  /** Begins from the beginning of the log. */
  async begin(basis: string): Promise<void> {
    await this.#database.together([
      [
        'UPDATE mem0_place SET basis = $1, log_cursor = NULL, lost = 0, generation = generation + 1 WHERE id = 1',
        basis,
      ],
      ['DELETE FROM mem0_done'],
      ['DELETE FROM mem0_failed'],
      ['DELETE FROM mem0_conversations'],
    ]);
  }

  /** The place, unless another instance holds it. Asking with no lease gives it up. */
  async claim(instance: string, now: number, lease: number): Promise<Place | undefined> {
    if (lease === 0) {
      await this.#database.run('UPDATE mem0_place SET holder = NULL WHERE id = 1 AND holder = $1', instance);
      return undefined;
    }
    const [place] = await this.#database.run(
      `UPDATE mem0_place SET holder = $1, held_until = $2
        WHERE id = 1 AND (holder IS NULL OR holder = $1 OR held_until <= $3) RETURNING log_cursor, generation`,
      ...[instance, now + lease, now],
    );
    if (!place) return undefined;
    const done = await this.#database.run('SELECT message FROM mem0_done');
    const cursor = textOf(place['log_cursor']);
    return {
      ...(cursor !== undefined && { cursor }),
      generation: Number(place['generation']),
      done: done.map(({ message }) => String(message)),
    };
  }

  async seen(owners: readonly { readonly run: string; readonly speaker: string | null }[]): Promise<void> {
    await this.#database.together(
      owners.map(({ run, speaker }) => [
        `INSERT INTO mem0_conversations AS known (run, speaker) VALUES ($1, $2) ON CONFLICT (run) DO UPDATE SET
          shared = CASE WHEN known.speaker = excluded.speaker OR known.speaker IS NULL OR excluded.speaker IS NULL
            THEN known.shared ELSE 1 END,
          mixed = CASE WHEN known.speaker IS NOT DISTINCT FROM excluded.speaker THEN known.mixed ELSE 1 END,
          speaker = COALESCE(known.speaker, excluded.speaker)`,
        run,
        speaker,
      ]),
    );
  }

  /** What `done` has to be told of the conversation when its batch is done. */
  async epoch(run: string): Promise<{ epoch: number; forgotten?: number }> {
    const [row] = await this.#database.run(
      'SELECT epoch, forgotten_at FROM mem0_forgotten WHERE run = $1',
      run,
    );
    return row ? { epoch: Number(row['epoch']), forgotten: Number(row['forgotten_at']) } : { epoch: 0 };
  }

  /** False: the conversation was forgotten meanwhile. Either way the messages are done with. */
  async done(ids: readonly string[], run: string, epoch: number): Promise<boolean> {
    await this.#database.together([
      ...ids.map((id) => [DONE, id] as const),
      ['DELETE FROM mem0_failed WHERE first = $1', ids[0] ?? ''],
    ]);
    return (await this.epoch(run)).epoch === epoch;
  }

  /** @param most batches that are kept; of more, the oldest are lost */
  async fail(batch: FailedBatch, due: number, most: number): Promise<void> {
    await this.#database.together([
      [
        `INSERT INTO mem0_failed (first, speaker, run, said, due, batch) VALUES ($1, $2, $3, $4, $5, $6)
          ON CONFLICT (first) DO UPDATE SET due = excluded.due, batch = excluded.batch`,
        ...[batch.ids[0] ?? '', batch.user, batch.run, batch.time, due, JSON.stringify(batch)],
      ],
      ...batch.ids.map((id) => [DONE, id] as const),
    ]);
    const lost = await this.#database.run(
      `DELETE FROM mem0_failed WHERE first IN
        (SELECT first FROM mem0_failed ORDER BY said DESC LIMIT 1000000 OFFSET $1) RETURNING first`,
      most,
    );
    if (lost.length > 0)
      await this.#database.run('UPDATE mem0_place SET lost = lost + $1 WHERE id = 1', lost.length);
  }

  async failed(now: number, limit: number): Promise<readonly FailedBatch[]> {
    const rows = await this.#database.run(
      'SELECT batch FROM mem0_failed WHERE due <= $1 ORDER BY due LIMIT $2',
      ...[now, limit],
    );
    return rows.map(({ batch }) => JSON.parse(String(batch)) as FailedBatch);
  }

  /** False: another instance has taken the place, or all begins anew. */
  async advance(instance: string, generation: number, cursor: string): Promise<boolean> {
    const moved = await this.#database.run(
      'UPDATE mem0_place SET log_cursor = $3 WHERE id = 1 AND holder = $1 AND generation = $2 RETURNING id',
      ...[instance, generation, cursor],
    );
    if (moved.length === 0) return false;
    await this.#database.run('DELETE FROM mem0_done');
    return true;
  }

  async standing({ user, run }: Owner): Promise<Standing> {
    const [row] = await this.#database.run(
      `SELECT log_cursor, (SELECT MIN(said) FROM mem0_failed WHERE speaker = $1 OR run = $2) AS failed_since,
        (SELECT COUNT(*) FROM mem0_conversations WHERE run = $2 AND (mixed = 1 OR speaker IS DISTINCT FROM $1)) AS others
        FROM mem0_place WHERE id = 1`,
      ...[user, run],
    );
    const [cursor, failedSince] = [textOf(row?.['log_cursor']), row?.['failed_since'] ?? undefined];
    return {
      ...(cursor !== undefined && { cursor }),
      ...(failedSince !== undefined && { failedSince: Number(failedSince) }),
      alone: Number(row?.['others'] ?? 0) === 0,
    };
  }

  /** Those of the conversations in which several users speak. */
  async shared(runs: readonly string[]): Promise<readonly string[]> {
    if (runs.length === 0) return [];
    const places = runs.map((_, at) => `$${at + 1}`).join(', ');
    const sql = `SELECT run FROM mem0_conversations WHERE shared = 1 AND run IN (${places})`;
    return (await this.#database.run(sql, ...runs)).map(({ run }) => String(run));
  }

  /** To be done, and to be done again by whoever begins, until {@link forgetDone}. */
  async forget({ run, at }: Forgotten): Promise<void> {
    await this.#database.together([
      [
        `INSERT INTO mem0_forgotten AS known (run, epoch, forgotten_at, finished) VALUES ($1, 1, $2, 0)
          ON CONFLICT (run) DO UPDATE SET epoch = known.epoch + 1, forgotten_at = excluded.forgotten_at, finished = 0`,
        run,
        at,
      ],
      ['DELETE FROM mem0_conversations WHERE run = $1', run],
      ['DELETE FROM mem0_failed WHERE run = $1', run],
    ]);
  }

  async forgetDone({ run, at }: Forgotten): Promise<void> {
    await this.#database.together([
      ['UPDATE mem0_forgotten SET finished = 1 WHERE run = $1 AND forgotten_at = $2', run, at],
      ['DELETE FROM mem0_forgotten WHERE finished = 1 AND forgotten_at < $1', at - KEEP_FORGOTTEN],
    ]);
  }

  /** What is still to be forgotten, and what was since a time: an add that was under way may have brought it back. */
  async forgotten(since: number): Promise<readonly Forgotten[]> {
    const rows = await this.#database.run(
      'SELECT run, forgotten_at FROM mem0_forgotten WHERE finished = 0 OR forgotten_at >= $1',
      since,
    );
    return rows.map((row) => ({ run: String(row['run']), at: Number(row['forgotten_at']) }));
  }

  async counts(): Promise<{ failed: number; lost: number }> {
    const [row] = await this.#database.run(
      'SELECT lost, (SELECT COUNT(*) FROM mem0_failed) AS failed FROM mem0_place WHERE id = 1',
    );
    return { failed: Number(row?.['failed'] ?? 0), lost: Number(row?.['lost'] ?? 0) };
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
