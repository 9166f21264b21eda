import type { Registry } from 'prom-client';
import { register, type MetricHead } from './collected-metric.js';
import { Labelled } from './labelled.js';

class Count {
  value = 0;
}

/** A counter for each combination of labels. A label without a value is left out. */
export class Counters<Label extends string> {
  readonly #counts: Labelled<Label, Count>;

  /** @throws Error when the registry has a metric of that name */
  constructor(registry: Registry, head: Omit<MetricHead, 'type'>, labels: readonly Label[]) {
    this.#counts = new Labelled(labels, () => new Count());
    register(registry, { ...head, type: 'counter' }, () =>
      this.#counts.all.map((it) => ({ labels: it.labels, value: it.content.value })),
    );
  }

  /** @param values of the labels, in their order */
  add(by: number, ...values: readonly string[]): void {
    this.#counts.at(...values).value += by;
  }
}
