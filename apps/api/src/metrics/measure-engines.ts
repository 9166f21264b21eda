import type { Clock, EngineManager, HealthReport, TimerHandle } from '@yychat/engine-core';
import type { FigureRegistry } from '@yychat/metrics';
import type { Readiness } from '../health/readiness.js';

const UP: Readonly<Record<HealthReport['status'], number>> = { up: 1, degraded: 0.5, down: 0 };

/** By how much, at most and as a share, one pause differs from others, so that instances do not ask all at once. */
const JITTER = 0.1;

export interface EnginesAround {
  readonly engines: EngineManager;
  readonly readiness: Readiness;
  readonly clock: Clock;
  /** Milliseconds between two looks at their health. */
  readonly interval: number;
}

/** Has the figures tell how engines are, and how many turns each has. Resolves with how to stop. */
export async function measureEngines(
  figures: FigureRegistry,
  { engines, readiness, clock, interval }: EnginesAround,
): Promise<() => void> {
  let known: Readonly<Record<string, HealthReport>> = {};
  let timer: TimerHandle | undefined;
  let isStopped = false;
  for (const { name: engine } of await engines.list()) {
    const labels = { engine };
    figures.gauge({ name: 'engine_up', help: '1 up, 0.5 degraded, 0 down.', labels }, () => {
      const health = known[engine];
      return health === undefined ? null : UP[health.status];
    });
    figures.gauge({ name: 'turns_in_flight', help: 'Turns that an engine has now.', labels }, () =>
      engines.inFlight(engine),
    );
  }
  lookLater();
  return () => {
    isStopped = true;
    timer?.cancel();
  };

  function lookLater(): void {
    if (isStopped) return;
    // Checks have a deadline, and do not reject.
    timer = clock.after(interval * (1 + JITTER * (Math.random() * 2 - 1)), () => {
      void readiness.engines().then((health) => {
        known = health;
        lookLater();
      });
    });
  }
}
