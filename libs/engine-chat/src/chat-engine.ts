import { createPipelineEngine, type ChatEngine, type EngineParts } from '@yychat/engine-core';

/** `chat_engine`: answers through an OpenAI-compatible upstream. What it remembers is handed in as `memory`. */
export function createChatEngine(parts: EngineParts, version = '1.0.0'): ChatEngine {
  return createPipelineEngine(
    {
      name: 'chat_engine',
      version,
      description: 'Keeps what was said, word for word, and finds it again.',
      details: () => ({ memory: parts.memory?.info() ?? { method: 'none' } }),
    },
    parts,
  );
}
