import {
  createPipelineEngine,
  type ChatEngine,
  type ConversationLog,
  type ConversationMemory,
  type EngineParts,
} from '@yychat/engine-core';

/** Remembers what was said last, whatever is asked: for clients that send their last message alone. */
function recentMemory(log: ConversationLog): ConversationMemory {
  return {
    async recall({ limit, present, ...conversation }, signal) {
      const page = { limit: limit + present.length, order: 'desc' } as const;
      const { messages } = await log.messages(conversation, page, signal);
      const missing = messages.filter(({ text }) => !present.includes(text)).slice(0, limit);
      return { memories: missing.map(({ text, role, time }) => ({ text, role, time, score: time })) };
    },
    info: () => ({ method: 'the last messages' }),
    healthCheck: async (signal) => ({ ...(await log.healthCheck(signal)), name: 'memory', required: false }),
  };
}

/** `recent_engine`. All but its memory is the pipeline of engine-core. */
export function createRecentEngine(parts: EngineParts & { readonly log: ConversationLog }): ChatEngine {
  const about = { name: 'recent_engine', version: '1.0.0', description: 'Keeps in mind what was said last.' };
  return createPipelineEngine(about, { ...parts, memory: recentMemory(parts.log) });
}
