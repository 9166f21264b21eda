import { createPipelineEngine, type ChatEngine, type EngineParts } from '@yychat/engine-core';

/** `mem0_proxy`: answers through an OpenAI-compatible upstream. What it remembers is handed in as `memory`. */
export function createMem0Engine(parts: EngineParts, version = '1.0.0'): ChatEngine {
  return createPipelineEngine(
    {
      name: 'mem0_proxy',
      version,
      description: 'Keeps what mem0 understood of what was said.',
      details: () => ({ memory: parts.memory?.info() ?? { memory: 'none' } }),
    },
    parts,
  );
}
