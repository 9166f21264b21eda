import type { AlertStore } from '../ports/alert-store.js';
import type { ActionRecord } from '../action/action-record.js';
import type { IncidentRecord } from '../overlay/incident-record.js';
import type { DispatcherState } from '../ports/dispatcher.js';
import type { Logger } from '../ports/logger.js';
import type { AlertRecord } from '../step/alert-record.js';
import { DOWN_FROM } from './grace.js';
import { readSettings, type AlertSettings } from './settings.js';

/** All that the evaluating instance knows, taken up from the store once. */
export interface EvaluatorMemory {
  settings: AlertSettings;
  readonly records: Map<string, AlertRecord>;
  readonly incidents: Map<string, IncidentRecord>;
  readonly actions: Map<string, ActionRecord>;
  readonly delivery: DispatcherState;
  /** When the service came back from being down; undefined when it went on where it was. */
  readonly cameUpAt: number | undefined;
}

/** @throws AlertStoreError */
export async function loadMemory(store: AlertStore, logger: Logger, now: number): Promise<EvaluatorMemory> {
  const settings = await readSettings(store, await store.revision(), logger);
  const [records, incidents, actions, outbox, deliveries, meta] = await Promise.all([
    store.read('records'),
    store.read('incidents'),
    store.read('actions'),
    store.read('outbox'),
    store.read('deliveries'),
    store.get('meta', 'evaluator'),
  ]);
  const down = meta === undefined || now - meta.evaluatedAt > DOWN_FROM;
  return {
    settings,
    records: new Map(records),
    incidents: new Map(incidents),
    actions: new Map(actions),
    delivery: { outbox, deliveries },
    cameUpAt: down ? now : undefined,
  };
}
