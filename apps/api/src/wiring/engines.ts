import { createChatEngine } from '@yychat/engine-chat';
import {
  EngineManager,
  type ChatEngine,
  type Clock,
  type EngineParts,
  type EngineState,
  type Logger,
} from '@yychat/engine-core';
import { createMem0Engine } from '@yychat/engine-mem0';
import type { Settings } from '../settings/settings.js';
import type { Remembered } from './memory.js';

interface Origins {
  /** What all engines share. */
  readonly parts: Omit<EngineParts, 'memory' | 'log'>;
  readonly remembered: Remembered;
  readonly version: string;
}

/** Says what is needed where the engine cannot be had. */
type MakeEngine = (origins: Origins) => ChatEngine | { readonly needs: string };

/** Every engine of the service, by its name. A new one is added here, and nowhere else in the API. */
const ENGINES = {
  chat_engine: ({ parts, remembered: { log, chat }, version }) =>
    createChatEngine({ ...parts, log, memory: chat }, version),
  mem0_proxy: ({ parts, remembered: { log, mem0 }, version }) =>
    mem0
      ? createMem0Engine({ ...parts, log, memory: mem0.memory }, version)
      : { needs: 'an OPENAI_EMBEDDING_MODEL, or a MEM0_API_KEY' },
} satisfies Readonly<Record<string, MakeEngine>>;

/** What CHAT_ENGINE may be. */
export const ENGINE_NAMES = Object.keys(ENGINES) as (keyof typeof ENGINES)[];

interface Around extends Origins {
  readonly state: EngineState;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** All engines, and the one in force. @throws Error that names the setting */
export async function startEngines(
  { CHAT_ENGINE: initial }: Pick<Settings, 'CHAT_ENGINE'>,
  { state, clock, logger, ...origins }: Around,
): Promise<EngineManager> {
  const engines = new EngineManager(state, { clock, logger });
  for (const name of ENGINE_NAMES) {
    const engine = ENGINES[name](origins);
    if (!('needs' in engine)) engines.register(engine);
    else if (name === initial) throw new Error(`CHAT_ENGINE: ${name} needs ${engine.needs}.`);
  }
  await engines.start(initial);
  return engines;
}
