import type { ChatRequest } from '../chat/chat-request.js';
import { isObject } from '../json.js';
import { contentText } from '../recorded-request.js';
import type { Thought } from './brain.js';

/** How mem0's prompt for the extraction of memories begins (mem0ai 3.3). */
const ROLE = 'You are a Memory Extractor';
const NEW_MESSAGES = /## New Messages\n([\s\S]*?)\n\n## Observation Date/;
const SPEAKER = /^(user|assistant): /;
const SENTENCE = /[^.!?。！？\n]+[.!?。！？]*/gu;

/**
 * What a model says to mem0's prompt: each statement of the user's in the new messages is a memory, word for word; questions are
 * none. Undefined for any other request.
 */
export function extractMemories({ messages }: ChatRequest): Thought | undefined {
  const user = contentText(messages[1]?.content);
  const said = asksForMemories(messages) ? NEW_MESSAGES.exec(user)?.[1] : undefined;
  if (said === undefined) return undefined;
  const memory = statements(said).map((text, index) => ({ id: String(index), text, attributed_to: 'user' }));
  return { pieces: [JSON.stringify({ memory })] };
}

/** Whether mem0 asks, which it does in the background. */
export function asksForMemories(messages: unknown): boolean {
  const [first] = Array.isArray(messages) ? (messages as readonly unknown[]) : [];
  return isObject(first) && contentText(first['content']).includes(ROLE);
}

function statements(said: string): string[] {
  const found: string[] = [];
  let speaker: string | undefined;
  for (const line of said.split('\n')) {
    speaker = SPEAKER.exec(line)?.[1] ?? speaker;
    if (speaker !== 'user') continue;
    for (const [sentence] of line.replace(SPEAKER, '').matchAll(SENTENCE)) {
      const text = sentence.trim();
      if (text !== '' && !/[?？]$/.test(text)) found.push(text);
    }
  }
  return found;
}
