import type { EngineSwitcher } from '@yychat/alerts';
import type { EngineManager } from '@yychat/engine-core';

/** What rules may do to the engines: as anybody else, by their own name. */
export function engineSwitcher(engines: EngineManager): EngineSwitcher {
  return {
    current: () => engines.current(),
    switch: (engine, reason, rule) => engines.switch(engine, { reason, by: `alert:${rule}` }),
    healthy: async (engine) => (await engines.health())[engine]?.status === 'up',
  };
}
