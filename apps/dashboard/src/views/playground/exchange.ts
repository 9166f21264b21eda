import type { TurnRecord } from '@yychat/protocol';
import type { ApiError } from '../../api/api-error.js';
import type { ChatMessage, ChatRequest } from './chat-request.js';

/** A question, and what became of it. */
export interface Exchange {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
  readonly status: 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';
  readonly error: ApiError | null;
  readonly requestId: string | null;
  readonly engine: string | null;
  readonly epoch: number | null;
  /** What recall did: `hit`, `miss`, `off`, `timeout`, `error`. */
  readonly memory: string | null;
  /** Seconds from sending, as the browser saw it; of earlier visits, as the service saw it. */
  readonly firstToken: number | null;
  readonly total: number | null;
  readonly tokens: number | null;
  readonly personality: string | null;
  /** When it was asked, in milliseconds since the epoch. */
  readonly at: number;
}

const UNKNOWN = {
  answer: '',
  status: 'done',
  error: null,
  requestId: null,
  engine: null,
  epoch: null,
  memory: null,
  firstToken: null,
  total: null,
  tokens: null,
  personality: null,
} as const;

export function begun(id: string, question: string, request: ChatRequest): Exchange {
  const personality = request.personality_id ?? null;
  return { ...UNKNOWN, id, question, personality, status: 'waiting', at: Date.now() };
}

export function isOpen({ status }: Exchange): boolean {
  return status === 'waiting' || status === 'streaming';
}

/** What was said, as a client sends it again. */
export function messagesOf(exchanges: readonly Exchange[]): readonly ChatMessage[] {
  return exchanges.flatMap(({ question, answer }) => [
    { role: 'user' as const, content: question },
    ...(answer === '' ? [] : [{ role: 'assistant' as const, content: answer }]),
  ]);
}

/** `GET /v1/conversations/{id}/messages` */
export interface StoredMessage {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created_at: number | null;
  readonly role: string;
  readonly content: string;
  readonly turn_id: string;
}

/**
 * What was said before the page was opened.
 * @param messages oldest first
 * @param turns what is still known of their turns
 */
export function storedExchanges(
  messages: readonly StoredMessage[],
  turns: readonly TurnRecord[],
): readonly Exchange[] {
  const known = new Map(turns.map((turn) => [turn.request_id, turn]));
  const byTurn = Map.groupBy(messages, ({ turn_id }) => turn_id);
  return [...byTurn].map(([id, said]) => {
    const text = (role: string) =>
      said
        .filter((message) => message.role === role)
        .map(({ content }) => content)
        .join('\n\n');
    const turn = known.get(id);
    return {
      ...UNKNOWN,
      id,
      requestId: id,
      question: text('user'),
      answer: text('assistant'),
      at: (said[0]?.created_at ?? 0) * 1_000,
      ...(turn !== undefined && {
        engine: turn.engine,
        epoch: turn.epoch,
        firstToken: turn.first_chunk,
        total: turn.total,
        tokens: turn.tokens_out,
        personality: turn.personality_id,
      }),
    };
  });
}
