import type { Registry } from 'prom-client';
import type { Figure } from '../figures/figure.js';
import type { FigureRegistry } from '../figures/figure-registry.js';
import { register, type LabelledValue, type MetricHead } from './collected-metric.js';

/** Shows the figures of a registry, also those that are registered later. */
export class FigureMetrics {
  readonly #shown = new Set<string>();

  constructor(
    private readonly registry: Registry,
    private readonly figures: FigureRegistry,
  ) {}

  /** Has the registry show figures that are new. @throws Error when it has another metric of the name */
  refresh(): void {
    for (const figure of this.figures.figures.values()) {
      const head = headOf(figure);
      if (this.#shown.has(head.name)) continue;
      this.#shown.add(head.name);
      register(this.registry, head, () => this.#values(head));
    }
  }

  #values({ name }: MetricHead): readonly LabelledValue[] {
    const figures = [...this.figures.figures.values()].filter((figure) => headOf(figure).name === name);
    return figures.flatMap((figure) => valuesOf(figure, name));
  }
}

function headOf({ kind, options: { name, help, unit } }: Figure): MetricHead {
  switch (kind) {
    case 'counter':
      return { name: `yychat_${name}_total`, help, type: 'counter' };
    case 'gauge':
      return { name: `yychat_${name}${unit === undefined ? '' : `_${unit}`}`, help, type: 'gauge' };
    case 'timing':
      return { name: `yychat_${name}_seconds`, help, type: 'summary' };
  }
}

function valuesOf(figure: Figure, name: string): LabelledValue[] {
  const { labels = {} } = figure.options;
  switch (figure.kind) {
    case 'counter':
      return [{ labels, value: figure.total() }];
    case 'gauge': {
      const value = figure.read();
      return value === null ? [] : [{ labels, value }];
    }
    case 'timing': {
      const { sum, count } = figure.totals();
      return [
        { labels, value: sum, metricName: `${name}_sum` },
        { labels, value: count, metricName: `${name}_count` },
      ];
    }
  }
}
