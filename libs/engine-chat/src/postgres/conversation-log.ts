import type {
  ConversationKey,
  ConversationSummary,
  LoggedTurn,
  LogStretch,
  MemoryScope,
  MessagePage,
  MessageQuery,
} from '@yychat/engine-core';
import type { Connections } from './connections.js';
import { formatCursor, parseCursor } from './log-position.js';
import type { LogPosition } from './log-position.js';
import { MESSAGE_COLUMNS, rowIdOf, toMessage } from './log-rows.js';
import type { MessageRow } from './log-rows.js';
import { conversationKey } from './name-key.js';
import type { QuotedSchema } from './schema/schema-name.js';
import { scopeValues } from './scope.js';
import { isSettled } from './settled.js';
import { prepared, preparedCall } from './statement.js';
import type { Statement } from './statement.js';
import { storedText } from './stored-text.js';
import { TURN_VALUES, turnValues } from './turn-values.js';

/** Milliseconds that a deletion is remembered: no turn lasts longer. */
const DELETION_REMEMBERED = 86_400_000;

interface EntryRow extends MessageRow, LogPosition {
  readonly tenant: string;
  readonly name: string;
}

interface SummaryRow {
  readonly messages: number;
  readonly turns: number;
  readonly first_time: number | null;
  readonly last_time: number | null;
}

/** The page before which there is nothing; the page after a message, whose row is $3. */
function pageStatement(schema: QuotedSchema, order: MessageQuery['order'], follows: boolean): Statement {
  const previous = `(select position from ${schema}.messages where id = $3 and conversation = c.id)`;
  return prepared(`select ${MESSAGE_COLUMNS}
    from ${schema}.conversations c join ${schema}.messages m on m.conversation = c.id
    where c.key = $1 ${follows ? `and m.position ${order === 'asc' ? '>' : '<'} ${previous}` : ''}
    order by m.position ${order} limit $2`);
}

/** What was said, in a database. Each operation is one statement, which is one transaction. */
export class ConversationLogTables {
  readonly #connections: Connections;
  readonly #append: Statement;
  readonly #remove: Statement;
  readonly #summary: Statement;
  readonly #entries: Statement;
  readonly #version: Statement;
  readonly #firstPage: Readonly<Record<MessageQuery['order'], Statement>>;
  readonly #nextPage: Readonly<Record<MessageQuery['order'], Statement>>;

  constructor(connections: Connections, schema: QuotedSchema) {
    const pages = (follows: boolean) => ({
      asc: pageStatement(schema, 'asc', follows),
      desc: pageStatement(schema, 'desc', follows),
    });
    this.#connections = connections;
    this.#append = preparedCall(schema, 'append', TURN_VALUES);
    this.#remove = preparedCall(schema, 'remove', 5);
    this.#firstPage = pages(false);
    this.#nextPage = pages(true);
    this.#summary = prepared(
      `select messages, turns, first_time, last_time from ${schema}.conversations where key = $1`,
    );
    // A deletion leaves the row of its conversation, and takes it from its owner.
    this.#version = prepared(`select
      (select (id, messages, last_time, deleted)::text from ${schema}.conversations where key = $1::uuid) as own,
      (select (count(*), sum(messages), max(last_time), max(id))::text from ${schema}.conversations where owner = $2::uuid) as others`);
    this.#entries = prepared(`select ${MESSAGE_COLUMNS}, m.era, m.xid, c.tenant, c.name
      from ${schema}.messages m join ${schema}.conversations c on c.id = m.conversation
      where (m.era, m.xid, m.id) > ($1::integer, $2::xid8, $3::bigint) and ${isSettled(schema)}
      order by m.era, m.xid, m.id limit $4`);
  }

  async append(turn: LoggedTurn, signal: AbortSignal): Promise<void> {
    const values = turnValues(turn);
    await this.#connections.query(this.#append, values, signal, { line: values[0] });
  }

  async messages(
    { tenant, conversationId }: ConversationKey,
    { limit, order, after }: MessageQuery,
    signal: AbortSignal,
  ): Promise<MessagePage> {
    const values: unknown[] = [conversationKey(tenant, conversationId), limit + 1];
    if (after !== undefined) {
      const row = rowIdOf(after);
      if (row === undefined) return { messages: [], hasMore: false };
      values.push(row);
    }
    const statement = (after === undefined ? this.#firstPage : this.#nextPage)[order];
    const rows = await this.#connections.query<MessageRow>(statement, values, signal);
    return {
      messages: rows.slice(0, limit).map((row) => toMessage(row, tenant, conversationId)),
      hasMore: rows.length > limit,
    };
  }

  async summary(
    { tenant, conversationId }: ConversationKey,
    signal: AbortSignal,
  ): Promise<ConversationSummary> {
    const values = [conversationKey(tenant, conversationId)];
    const [row] = await this.#connections.query<SummaryRow>(this.#summary, values, signal);
    if (!row || row.first_time === null || row.last_time === null) return { messages: 0, turns: 0 };
    return { messages: row.messages, turns: row.turns, firstTime: row.first_time, lastTime: row.last_time };
  }

  async version(scope: MemoryScope, signal: AbortSignal): Promise<string> {
    const [row] = await this.#connections.query<{ own: string | null; others: string }>(
      this.#version,
      scopeValues(scope),
      signal,
    );
    return `${row?.own ?? ''} ${row?.others ?? ''}`;
  }

  /** @param now milliseconds since the epoch */
  async delete(
    { tenant, conversationId }: ConversationKey,
    now: number,
    signal: AbortSignal,
  ): Promise<number> {
    const names = [storedText(tenant), storedText(conversationId)];
    const values = [conversationKey(tenant, conversationId), ...names, now, DELETION_REMEMBERED];
    const [row] = await this.#connections.query<{ result: number }>(this.#remove, values, signal);
    return row?.result ?? 0;
  }

  async entries(cursor: string | undefined, limit: number, signal: AbortSignal): Promise<LogStretch> {
    const after = parseCursor(cursor);
    const values = [after.era, after.xid, after.id, limit];
    const rows = await this.#connections.query<EntryRow>(this.#entries, values, signal);
    return {
      messages: rows.map((row) => toMessage(row, row.tenant, row.name)),
      cursor: formatCursor(rows.at(-1) ?? after),
    };
  }
}
