import type { Metric, Registry } from 'prom-client';

export interface LabelledValue {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  /** Where it is not the metric's own: that of a bucket, sum or count. */
  readonly metricName?: string;
}

export interface MetricHead {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
}

/**
 * A metric of prom-client that is asked for its values when somebody reads them. To observe a value in one of prom-client's own
 * costs a microsecond, for it makes a key of all labels each time; a turn has a dozen values.
 */
class CollectedMetric {
  /** prom-client changes it when it writes OpenMetrics. */
  name: string;

  constructor(
    private readonly head: MetricHead,
    private readonly values: () => readonly LabelledValue[],
  ) {
    this.name = head.name;
  }

  get(): Promise<object> {
    const { help, type } = this.head;
    return Promise.resolve({ name: this.name, help, type, aggregator: 'sum', values: this.values() });
  }

  /** There is nothing of its own to forget. */
  reset(): void {
    return undefined;
  }
}

/** Has a registry show a metric. @throws Error when the registry has one of that name */
export function register(registry: Registry, head: MetricHead, values: () => readonly LabelledValue[]): void {
  // A registry uses no more of a metric than this.
  registry.registerMetric(new CollectedMetric(head, values) as unknown as Metric);
}
