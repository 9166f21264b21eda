import type { ChatSettings } from './chat-settings.js';

export interface ChatMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** Body of `POST /v1/chat/completions`, with the fields that the playground has controls for. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly stream: true;
  readonly stream_options: { readonly include_usage: true };
  readonly conversation_id?: string;
  readonly personality_id?: string;
  readonly engine?: string;
  readonly use_tools?: boolean;
  readonly user?: string;
}

/**
 * @param before what was said before, oldest first
 * @param conversation left out where the turn is stateless
 */
export function chatRequest(
  text: string,
  before: readonly ChatMessage[],
  conversation: string,
  { model, stateless, history, personality, engine, tools, user }: ChatSettings,
): ChatRequest {
  return {
    model,
    messages: [...(history ? before : []), { role: 'user', content: text }],
    stream: true,
    stream_options: { include_usage: true },
    ...(!stateless && { conversation_id: conversation }),
    ...(personality !== null && { personality_id: personality }),
    ...(engine !== null && { engine }),
    // On is what the service does anyway.
    ...(!tools && { use_tools: false }),
    ...(user !== null && { user }),
  };
}
