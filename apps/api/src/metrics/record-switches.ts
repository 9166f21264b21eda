import type { EngineManager } from '@yychat/engine-core';
import type { Metrics } from '@yychat/metrics';

/** Keeps every switch of engines, and every change of how turns are spread, as an event. Returns how to stop. */
export function recordSwitches(engines: EngineManager, metrics: Metrics): () => void {
  let { engine: current } = engines.current();
  return engines.onSwitch(({ engine, epoch, since, reason = null, by = null, rollout = null }) => {
    const [old_engine, isSwitch] = [current, engine !== current];
    current = engine;
    const details = { epoch, since: new Date(since).toISOString(), reason, by };
    // All instances tell of it, for the one that was asked may not live to do so.
    if (isSwitch)
      metrics.recordEvent(
        'engine.switched',
        { old_engine, new_engine: engine, ...details },
        `epoch ${epoch}`,
      );
    else metrics.recordEvent('engine.rollout', { engine, rollout, ...details }, `epoch ${epoch}`);
  });
}
