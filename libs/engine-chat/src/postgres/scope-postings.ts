import { CHUNK_POSITIONS, unpackPostings } from '../recall/packed-postings.js';
import type {
  Posting,
  PostingList,
  ScopeConversation,
  ScopePostings,
  Session,
} from '../recall/posting-source.js';
import { PART_POSITIONS, PARTS_OF_CHUNK } from './schema/parts.js';
import type { QuotedSchema } from './schema/schema-name.js';
import { scopeTables } from './scope.js';
import { prepared } from './statement.js';
import type { Statement } from './statement.js';

/** A conversation of a scope, and after it the postings that it has. */
export type PostingRow = ConversationRow | ChunkRow;

interface ConversationRow {
  readonly conversation: string;
  readonly term: null;
  readonly name: string;
  readonly messages: number;
  readonly indexed: number;
  readonly analysis: number;
  readonly first: number;
  /** Of 64 bits: a string. */
  readonly length: string;
  /** Its sessions. */
  readonly data: Buffer;
}

interface ChunkRow {
  readonly conversation: string;
  readonly term: string;
  /** Which part of the conversation's positions: from 0. */
  readonly part: number;
  readonly data: Buffer;
}

/** Position and time, as int4 and float8. */
const SESSION_BYTES = 12;

/** What a scope shows of the terms $3, in the order in which {@link readPostings} takes it. */
export const postingsStatement = (schema: QuotedSchema): Statement =>
  prepared(`
    with ${scopeTables(schema)}
    select id as conversation, null::text collate "C" as term, null as part,
      substring(sessions from greatest(1, octet_length(sessions) - ${SESSION_BYTES} * (messages - first) + 1)) as data,
      name, messages, indexed, analysis, first, length
    from scope
    union all
    select p.conversation, p.term, p.part, p.data, null, null, null, null, null, null
    from scope join ${schema}.postings p
      on p.conversation = scope.id and p.term = any($3::text[]) and p.part >= scope.first / ${PART_POSITIONS}
    order by conversation, term nulls first, part`);

/** Sessions from a position on, counted from there; the one that it lies in begins with it. */
function readSessions(bytes: Buffer, first: number): Session[] {
  const sessions: Session[] = [];
  for (let at = 0; at < bytes.length; at += SESSION_BYTES) {
    const session = { first: Math.max(0, bytes.readInt32BE(at) - first), time: bytes.readDoubleBE(at + 4) };
    if (session.first === 0) sessions.length = 0;
    sessions.push(session);
  }
  return sessions;
}

/** Of a conversation that is looked through in part, that part's share counts. */
function readConversation(row: ConversationRow): ScopeConversation {
  const { name, messages, indexed, first, length, data } = row;
  const turns = Math.max(0, indexed - first);
  return {
    id: name,
    turns,
    length: indexed > 0 ? (Number(length) * turns) / indexed : 0,
    end: messages - first,
    sessions: readSessions(data, first),
  };
}

/** Positions are counted from the first that is looked through. */
export interface VisiblePostings extends ScopePostings {
  /** The first position that is looked through, of each conversation: it begins a chunk. */
  readonly firsts: readonly number[];
  /** Ids of the rows of conversations whose index an older analysis has filled, or this one not to the end. */
  readonly stale: readonly string[];
}

/** @param analysis the version that this release indexes with */
export function readPostings(rows: readonly PostingRow[], analysis: number): VisiblePostings {
  const conversations: ScopeConversation[] = [];
  const lists: PostingList[] = [];
  const [firsts, stale]: [number[], string[]] = [[], []];
  let first = 0;
  let [term, postings]: [string | null, Posting[]] = [null, []];
  for (const row of rows) {
    if (row.term === null) {
      ({ first } = row);
      conversations.push(readConversation(row));
      firsts.push(first);
      const isWhole = row.analysis > analysis || (row.analysis === analysis && row.indexed === row.messages);
      if (!isWhole) stale.push(row.conversation);
    } else {
      if (row.term !== term) {
        postings = [];
        lists.push({ term: row.term, conversation: conversations.length - 1, postings });
      }
      unpackPostings(row.data, Math.floor(row.part / PARTS_OF_CHUNK) - first / CHUNK_POSITIONS, postings);
    }
    term = row.term;
  }
  return { conversations, lists, firsts, stale };
}
