import { createChatEngine } from '@yychat/engine-chat';
import {
  EngineManager,
  type Clock,
  type EngineParts,
  type EngineState,
  type Logger,
} from '@yychat/engine-core';
import { createMem0Engine } from '@yychat/engine-mem0';
import type { Settings } from '../settings/settings.js';
import type { Remembered } from './memory.js';

interface Around {
  readonly state: EngineState;
  /** What all engines share. */
  readonly parts: Omit<EngineParts, 'memory' | 'log'>;
  readonly remembered: Remembered;
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** All engines, and the one in force. @throws Error that names the setting */
export async function startEngines(
  { CHAT_ENGINE: initial }: Settings,
  { state, parts, remembered, version, clock, logger }: Around,
): Promise<EngineManager> {
  const { log, chat, mem0 } = remembered;
  if (mem0 === undefined && initial === 'mem0_proxy')
    throw new Error('CHAT_ENGINE: mem0_proxy needs an OPENAI_EMBEDDING_MODEL, or a MEM0_API_KEY.');
  const engines = new EngineManager(state, { clock, logger });
  engines.register(createChatEngine({ ...parts, log, memory: chat }, version));
  if (mem0 !== undefined) engines.register(createMem0Engine({ ...parts, log, memory: mem0.memory }, version));
  await engines.start(initial);
  return engines;
}
