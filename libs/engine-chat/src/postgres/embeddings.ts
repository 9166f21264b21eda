import type { MemoryScope } from '@yychat/engine-core';
import type { NearTurn } from '../recall/embedding-source.js';
import type { EmbeddedMessage, Embedding, PendingMessages } from '../store/conversation-store.js';
import type { Connections } from './connections.js';
import type { QuotedSchema } from './schema/schema-name.js';
import { scopeTables, scopeValues } from './scope.js';
import { isSettled } from './settled.js';
import { prepared, preparedCall } from './statement.js';
import type { Statement } from './statement.js';
import { storedText } from './stored-text.js';

/** More than these that wait are not counted. */
const MAX_BEHIND = 10_000;

/** A vector in pgvector's binary form: dimensions and a 0, 16 bits each, then floats of 32 bits; big-endian. */
export function packVector(values: Float32Array): Buffer {
  const bytes = Buffer.allocUnsafe(4 + 4 * values.length);
  bytes.writeUInt16BE(values.length, 0);
  bytes.writeUInt16BE(0, 2);
  values.forEach((value, index) => bytes.writeFloatBE(value, 4 + 4 * index));
  return bytes;
}

/** Embeddings in a database that has pgvector. */
export class Embeddings {
  readonly #connections: Connections;
  readonly #lease: Statement;
  readonly #waiting: Statement;
  readonly #count: Statement;
  readonly #nearest: Statement;
  readonly #keep: (messages: number) => Statement;

  /** @param vectors the schema of pgvector, quoted */
  constructor(connections: Connections, schema: QuotedSchema, vectors: string) {
    const waiting = `${schema}.models, ${schema}.messages m
      where models.name = $1 and (m.era, m.xid, m.id) > (models.era, models.xid, models.message)`;
    const distance = `e.embedding operator(${vectors}.<=>) $3::${vectors}.vector::${vectors}.halfvec`;
    this.#connections = connections;
    this.#lease = preparedCall(schema, 'lease_model', 4);
    this.#waiting = prepared(`select m.id, m.text from ${waiting} and ${isSettled(schema)}
      order by m.era, m.xid, m.id limit $2`);
    this.#count = prepared(
      `select count(*)::integer as count from (select from ${waiting} limit $2) waiting`,
    );
    // Every embedding of the scope is looked at: that is exact, and no index could know the scope.
    this.#nearest = prepared(`
      with ${scopeTables(schema)}
      select scope.name, e.position, 1 - (${distance}) as similarity
      from scope join ${schema}.embeddings e on e.conversation = scope.id and e.position >= scope.first
        and e.model = (select id from ${schema}.models where name = $4) and e.dimensions = $5
      order by ${distance} limit $6`);
    this.#keep = (messages) => {
      const places = Array.from({ length: messages }, (_, index) => `$${index + 3}`).join();
      const text = `select ${schema}.keep_embeddings($1, $2::bigint[], array[${places}]::${vectors}.vector[])`;
      return { text };
    };
  }

  /** @param lease who asks, and for how long; milliseconds */
  async pending(
    model: string,
    limit: number,
    lease: { readonly instance: string; readonly now: number; readonly duration: number },
    signal: AbortSignal,
  ): Promise<PendingMessages> {
    const name = storedText(model);
    const leased = [name, storedText(lease.instance), lease.now, lease.duration];
    const [lent] = await this.#connections.query<{ result: boolean }>(this.#lease, leased, signal);
    const given = lent?.result
      ? await this.#connections.query<{ id: string; text: string }>(this.#waiting, [name, limit], signal)
      : [];
    const counted = [name, MAX_BEHIND + given.length];
    const [all] = await this.#connections.query<{ count: number }>(this.#count, counted, signal);
    return {
      messages: given.map(({ id, text }) => ({ sequence: Number(id), text })),
      behind: Math.max(0, (all?.count ?? 0) - given.length),
    };
  }

  async keep(model: string, messages: readonly EmbeddedMessage[], signal: AbortSignal): Promise<void> {
    if (messages.length === 0) return;
    const ids = messages.map(({ sequence }) => sequence);
    const vectors = messages.map(({ values }) => (values ? packVector(values) : null));
    await this.#connections.query(this.#keep(messages.length), [storedText(model), ids, ...vectors], signal);
  }

  async nearest(
    scope: MemoryScope,
    { model, values }: Embedding,
    limit: number,
    signal: AbortSignal,
  ): Promise<NearTurn[]> {
    const rows = await this.#connections.query<{ name: string; position: number; similarity: number }>(
      this.#nearest,
      [...scopeValues(scope), packVector(values), storedText(model), values.length, limit],
      signal,
    );
    return rows.map(({ name, position, similarity }) => ({ conversationId: name, position, similarity }));
  }
}
