import { Registry } from 'prom-client';
import type { Metrics } from '../service/metrics.js';
import type { FinishedTurn, TurnSink } from '../turns/finished-turn.js';
import { FigureMetrics } from './figure-metrics.js';
import { GenAiMetrics } from './gen-ai-metrics.js';
import { TurnMetrics } from './turn-metrics.js';

export interface PrometheusExporterOptions {
  readonly metrics: Pick<Metrics, 'follow' | 'labels' | 'figures'>;
  /** Where metrics are registered, and others may be as well. Default one of its own. */
  readonly registry?: Registry;
  /** What the upstream is, as `gen_ai.provider.name` has it. Default `openai`. */
  readonly provider?: string;
}

/**
 * What one process measured since it started, for Prometheus: it adds processes up by itself. Follows the metrics from now on.
 */
export class PrometheusExporter implements TurnSink {
  readonly #registry: Registry;
  readonly #genAi: GenAiMetrics;
  readonly #turns: TurnMetrics;
  readonly #figures: FigureMetrics;

  /** @throws Error when the registry has metrics of the same names */
  constructor({ metrics, registry = new Registry(), provider = 'openai' }: PrometheusExporterOptions) {
    this.#registry = registry;
    this.#genAi = new GenAiMetrics(registry, provider, metrics.labels);
    this.#turns = new TurnMetrics(registry, metrics.labels);
    this.#figures = new FigureMetrics(registry, metrics.figures);
    metrics.follow(this);
  }

  /** Of what `text` gives. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  record(turn: FinishedTurn): void {
    this.#genAi.record(turn);
    this.#turns.record(turn);
  }

  /** The text exposition. Rejects when a metric of the registry does. */
  text(): Promise<string> {
    this.#figures.refresh();
    return this.#registry.metrics();
  }
}
