import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from '@yychat/engine-core';

type Spans = Parameters<SpanExporter['export']>[0];
type Done = Parameters<SpanExporter['export']>[1];

/** Tells the log when spans can no longer be exported, and when they can again; not each time. */
export class WatchedExporter implements SpanExporter {
  #lost = 0;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly logger: Logger,
  ) {}

  export(spans: Spans, done: Done): void {
    this.exporter.export(spans, (result) => {
      if (result.error === undefined) this.#arrived();
      else this.#failed(spans.length, result.error);
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  #arrived(): void {
    if (this.#lost === 0) return;
    this.logger.info({ lost: this.#lost }, 'spans are exported again');
    this.#lost = 0;
  }

  #failed(count: number, { name, message, code }: Error & { readonly code?: unknown }): void {
    // Not the whole error: it holds what the collector answered.
    if (this.#lost === 0) this.logger.warn({ reason: message || name, code }, 'spans cannot be exported');
    this.#lost += count;
  }
}
