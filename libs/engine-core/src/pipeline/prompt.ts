import type { Personality } from '../ports/personality-source.js';
import type { ChatMessage } from '../wire/chat-completion.js';
import { lastUserIndex } from './message-text.js';

/**
 * The messages for the model: the personality first, joined with a system text of the client's where there is one (some upstreams
 * take only one), and memories in front of the last question, within its message. There they have the rank of what a user says,
 * no chat template refuses them, and the prefix stays the same from turn to turn, so that the upstream can cache it.
 */
export function composePrompt(
  messages: readonly ChatMessage[],
  personality: Personality | undefined,
  memories: string | undefined,
): readonly ChatMessage[] {
  const question = memories === undefined ? -1 : lastUserIndex(messages);
  if (personality === undefined && question < 0) return messages;
  const prompt = [...messages];
  if (memories !== undefined && question >= 0) {
    prompt[question] = withMemories(messages[question] as ChatMessage, memories);
  }
  if (personality !== undefined) {
    const first = prompt[0];
    if (
      first !== undefined &&
      (first.role === 'system' || first.role === 'developer') &&
      typeof first.content === 'string'
    ) {
      prompt[0] = { ...first, content: `${personality.systemMessage}\n\n${first.content}` };
    } else prompt.unshift({ role: 'system', content: personality.systemMessage });
  }
  return prompt;
}

function withMemories(question: ChatMessage, memories: string): ChatMessage {
  const { content } = question;
  if (typeof content === 'string') return { ...question, content: `${memories}\n\n${content}` };
  return { ...question, content: [{ type: 'text', text: memories }, ...(content ?? [])] };
}
