import type { Registry } from 'prom-client';
import { register, type LabelledValue, type MetricHead } from './collected-metric.js';
import { Labelled } from './labelled.js';

class Observed {
  readonly counts: number[];
  sum = 0;
  count = 0;

  constructor(bounds: readonly number[]) {
    this.counts = bounds.map(() => 0);
  }
}

/** A histogram for each combination of labels. A label without a value is left out. */
export class Histograms<Label extends string> {
  readonly #observed: Labelled<Label, Observed>;

  /**
   * @param bounds upper ends of the buckets, ascending
   * @throws Error when the registry has a metric of that name
   */
  constructor(
    registry: Registry,
    private readonly head: Omit<MetricHead, 'type'>,
    labels: readonly Label[],
    private readonly bounds: readonly number[],
  ) {
    this.#observed = new Labelled(labels, () => new Observed(bounds));
    register(registry, { ...head, type: 'histogram' }, () => this.#values());
  }

  /** @param values of the labels, in their order */
  observe(value: number, ...values: readonly string[]): void {
    const observed = this.#observed.at(...values);
    observed.count++;
    observed.sum += value;
    const place = this.bounds.findIndex((bound) => value <= bound);
    if (place >= 0) observed.counts[place] = (observed.counts[place] as number) + 1;
  }

  #values(): readonly LabelledValue[] {
    const { name } = this.head;
    return this.#observed.all.flatMap(({ labels, content: { counts, sum, count } }) => {
      let below = 0;
      return [
        ...counts.map((inBucket, i) => ({
          labels: { ...labels, le: this.bounds[i] as number },
          value: (below += inBucket),
          metricName: `${name}_bucket`,
        })),
        { labels: { ...labels, le: '+Inf' }, value: count, metricName: `${name}_bucket` },
        { labels, value: sum, metricName: `${name}_sum` },
        { labels, value: count, metricName: `${name}_count` },
      ];
    });
  }
}
