import { ok } from 'node:assert/strict';
import { Metrics } from '../service/metrics.js';
import type { MetricsOptions } from '../service/metrics-options.js';
import type { KitClock } from './kit-clock.js';
import { LIMITS, type StoreBench } from './store-bench.js';
import { runTurn, type TurnSpec } from './run-turn.js';

const nothing = () => undefined;
const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Several instances of a service that share a store. */
export class Cluster {
  readonly instances: Metrics[] = [];
  #made = 0;

  constructor(private readonly bench: StoreBench) {}

  get clock(): KitClock {
    return this.bench.clock;
  }

  /** Adds an instance. Its timers do not run: the case says when it writes. */
  async add(changes: Partial<MetricsOptions> = {}): Promise<Metrics> {
    const store = changes.store ?? (await this.bench.subject.another());
    const metrics = new Metrics({
      store,
      clock: this.clock,
      logger,
      instance: `instance-${(this.#made += 1)}`,
      limits: LIMITS,
      ...changes,
    });
    this.instances.push(metrics);
    return metrics;
  }

  /** Has turns end on one instance after the other. */
  run(specs: readonly TurnSpec[]): void {
    for (const [i, spec] of specs.entries()) {
      const metrics = this.instances[i % this.instances.length];
      ok(metrics);
      runTurn(metrics, spec);
    }
  }

  /** Has all instances write, and then forget that they have just read. */
  async write(): Promise<void> {
    for (const metrics of this.instances) await metrics.write();
    this.clock.advance(1_000);
  }
}
