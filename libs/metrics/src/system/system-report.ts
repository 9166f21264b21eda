import { spreadOf, type Spread } from '../measurements/spread.js';
import type { Measurements } from '../measurements/measurements.js';
import type { InstanceState } from './instance-state.js';

/** How the cluster's processes are. */
export interface SystemReport {
  /** Of all instances together, in bytes; `null` where no instance is known. */
  readonly memory: { readonly [part in keyof InstanceState['memory']]: number } | null;
  /** Cores that are busy with all instances together. */
  readonly cpu: number | null;
  /** Of all instances, in the window. */
  readonly event_loop_delay: Spread;
  /** Those that live, by id. */
  readonly instances: readonly InstanceState[];
  /** What was measured beside the turns, in the window: how it was spread, or how often it was counted. */
  readonly figures: Readonly<Record<string, Spread | number>>;
}

export function systemReport(instances: readonly InstanceState[], measured: Measurements): SystemReport {
  const busy = instances.flatMap(({ cpu }) => cpu ?? []);
  const total = (part: keyof InstanceState['memory']) =>
    instances.reduce((sum, { memory }) => sum + memory[part], 0);
  return {
    memory:
      instances.length === 0
        ? null
        : {
            rss: total('rss'),
            heap_used: total('heap_used'),
            heap_total: total('heap_total'),
            external: total('external'),
          },
    cpu: busy.length === 0 ? null : busy.reduce((sum, cpu) => sum + cpu, 0),
    event_loop_delay: spreadOf(measured.sketches.get('event_loop_delay')),
    instances: instances.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    figures: {
      ...Object.fromEntries(measured.sums),
      ...Object.fromEntries([...measured.sketches].map(([name, sketch]) => [name, spreadOf(sketch)])),
    },
  };
}
