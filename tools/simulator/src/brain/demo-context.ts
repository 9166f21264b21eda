import type { ChatMessage } from '../chat/messages.js';
import { contentText } from '../recorded-request.js';

const END = '</recalled_memories>';
const MEMORIES = /<recalled_memories>([\s\S]*?)<\/recalled_memories>/g;

/** What a service in between put into a request, beside the conversation. */
export interface DemoContext {
  /** The last user message, without memories. */
  readonly asked: string;
  /** System and developer messages, without memories. */
  readonly instructions: string;
  /** Lines of the `<recalled_memories>` blocks, without their dashes. */
  readonly memories: readonly string[];
  /** Results of the tools that were just called. */
  readonly results: readonly { readonly tool: string; readonly text: string }[];
}

/** Reads a conversation as the demo needs it. */
export function demoContext(messages: readonly ChatMessage[]): DemoContext {
  const system = messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .map(({ content }) => contentText(content))
    .join('\n');
  const question = contentText(messages.findLast(({ role }) => role === 'user')?.content);
  const memories = Array.from(`${system}\n${question}`.matchAll(MEMORIES), ([, block = '']) => block)
    .flatMap((block) => block.split('\n'))
    .map((line) => line.trim())
    .filter((line) => line.startsWith('- '))
    .map((line) => line.slice(2));
  return {
    asked: question.slice(endOfMemories(question)).trim(),
    instructions: system.replace(MEMORIES, '').trim(),
    memories,
    results: resultsAtEnd(messages),
  };
}

/** What stands in front of a question, and up to the end of the memories, is not the user's. */
function endOfMemories(question: string): number {
  const end = question.lastIndexOf(END);
  return end < 0 ? 0 : end + END.length;
}

function resultsAtEnd(messages: readonly ChatMessage[]): DemoContext['results'] {
  const last = messages.findLastIndex(({ role }) => role !== 'tool');
  const calls = messages[last]?.tool_calls ?? [];
  return messages.slice(last + 1).map(({ tool_call_id: id, content }) => ({
    tool: calls.find((call) => call.id === id)?.function.name ?? 'tool',
    text: contentText(content).trim(),
  }));
}
