import type { Memory } from '../ports/conversation-memory.js';
import type { Personality } from '../ports/personality-source.js';
import type { ChatMessage } from '../wire/chat-completion.js';
import { memoryMessage } from './memory-message.js';
import { lastUserIndex } from './message-text.js';

/**
 * The messages for the model: the personality first, joined with a system text of the client's where there is one
 * (some upstreams take only one), and memories just before the last question, so that the prefix stays the same from
 * turn to turn and the upstream can cache it.
 */
export function composePrompt(
  messages: readonly ChatMessage[],
  personality: Personality | undefined,
  memories: readonly Memory[],
): readonly ChatMessage[] {
  if (personality === undefined && memories.length === 0) return messages;
  const prompt = [...messages];
  if (memories.length > 0) {
    const question = lastUserIndex(prompt);
    prompt.splice(question < 0 ? prompt.length : question, 0, memoryMessage(memories));
  }
  if (personality !== undefined) {
    const first = messages[0];
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
