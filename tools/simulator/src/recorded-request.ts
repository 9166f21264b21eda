import type { IncomingHttpHeaders } from 'node:http';
import { isObject } from './json.js';

/** A message as it was sent; nothing of it has been checked. */
export interface RecordedMessage {
  readonly role?: string;
  readonly content?: unknown;
  readonly name?: string;
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly type: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
  readonly [field: string]: unknown;
}

/** A parsed body as it was sent; nothing of it has been checked, the named fields are for convenience. */
export interface RecordedBody {
  readonly model?: string;
  readonly stream?: boolean;
  readonly messages?: readonly RecordedMessage[];
  readonly tools?: readonly {
    readonly type: string;
    readonly function: {
      readonly name: string;
      readonly description?: string;
      readonly parameters?: Readonly<Record<string, unknown>>;
    };
  }[];
  readonly tool_choice?: unknown;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly input?: unknown;
  readonly [field: string]: unknown;
}

/** A request to `/v1/…`, kept once its body has arrived. */
export interface RecordedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** `{}` when there was none, or not a JSON object. */
  readonly body: RecordedBody;
  /** When the body had arrived, `performance.now()` ms. */
  readonly receivedAt: number;
  /** When the answer was complete or its connection closed, `performance.now()` ms. */
  readonly closedAt?: number;
  /** The client went away before the answer was complete. A connection that the simulator cut does not count. */
  readonly aborted: boolean;
}

/** The text of a message's content: a string, or the text parts of an array. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}

/** The text of a chat request's last user message, `''` when it has none. */
export function lastUserText(request: { readonly body: RecordedBody }): string {
  const { messages } = request.body;
  if (!Array.isArray(messages)) return '';
  const last = (messages as readonly unknown[]).findLast(
    (message) => isObject(message) && message['role'] === 'user',
  );
  return isObject(last) ? contentText(last['content']) : '';
}
