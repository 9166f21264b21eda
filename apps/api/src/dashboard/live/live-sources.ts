import type { Clock, EngineManager, EngineSelection, Logger } from '@yychat/engine-core';
import type { MetricsQueries } from '@yychat/metrics';
import type { AlertChange, AlertCounts, CurrentEngine } from '@yychat/protocol';
import { FrameMaker } from './frame-maker.js';
import { Reception, type ReceptionParts } from './reception.js';

/** Alerts as all instances see them. */
export interface LiveAlerts {
  counts(): AlertCounts;
  /** Returns how to stop. */
  onChange(listener: (change: AlertChange) => void): () => void;
}

export type SwitchedTo = CurrentEngine & { readonly reason: string | null };

export interface LiveSourcesParts extends ReceptionParts {
  readonly queries: MetricsQueries;
  readonly engines: EngineManager;
  readonly alerts: LiveAlerts;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Where what is shown live comes from, and who may see it. */
export class LiveSources {
  readonly frames: FrameMaker;
  readonly reception: Reception;
  readonly alerts: LiveAlerts;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly #engines: EngineManager;

  constructor(parts: LiveSourcesParts) {
    const { queries, engines, alerts, clock, logger } = parts;
    this.frames = new FrameMaker({
      ...{ queries, clock },
      engine: () => toCurrent(engines.current()),
      alerts: () => alerts.counts(),
    });
    this.reception = new Reception(parts);
    this.alerts = alerts;
    this.clock = clock;
    this.logger = logger;
    this.#engines = engines;
  }

  /** Calls back when another engine comes into force; not when turns are spread in another way. Returns how to stop. */
  onSwitch(listener: (engine: SwitchedTo) => void): () => void {
    let { engine: name } = this.#engines.current();
    return this.#engines.onSwitch((selection) => {
      if (selection.engine === name) return;
      name = selection.engine;
      listener({ ...toCurrent(selection), reason: selection.reason ?? null });
    });
  }
}

function toCurrent({ engine, epoch, since }: EngineSelection): CurrentEngine {
  return { name: engine, epoch, since: new Date(since).toISOString() };
}
