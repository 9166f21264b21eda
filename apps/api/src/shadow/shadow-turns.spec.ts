import { expect, it } from '@jest/globals';
import {
  silentLogger,
  systemClock,
  type EngineManager,
  type GenerateOptions,
  type Turn,
} from '@yychat/engine-core';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TurnContext } from '../chat/turn-listener.js';
import type { ShadowFigures } from './shadow-figures.js';
import { ShadowTurns } from './shadow-turns.js';

it('is closed when what was under way has ended', async () => {
  let isOver = false;
  const engine = {
    async *generateResponse(_: Turn, { signal }: GenerateOptions) {
      yield { type: 'usage', usage: {} };
      await once(signal, 'abort');
      // As one that still has to tell its store.
      await sleep(20);
      isOver = true;
      signal.throwIfAborted();
    },
  };
  const engines = {
    current: () => ({ rollout: { shadow: { engine: 'other', sample: 1 } } }),
    acquire: () => ({ engine, release: () => undefined }),
  } as unknown as EngineManager;
  const nothing = () => undefined;
  const figures = { ended: nothing, total: nothing, stage: nothing } as unknown as ShadowFigures;
  const shadows = new ShadowTurns({ engines, figures, clock: systemClock, logger: silentLogger });
  shadows.onTurn({ turn: { id: 'a' }, engine: 'current' } as TurnContext);
  await sleep(0);
  await shadows.close();
  expect(isOver).toBe(true);
});
