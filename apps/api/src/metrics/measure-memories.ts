import type { FigureRegistry } from '@yychat/metrics';

/** What a memory tells of itself. */
type Informs = { info(): Readonly<Record<string, unknown>> };

/** Has the figures tell how far memories are behind the log, as far as they say. */
export function measureMemories(
  memories: Readonly<Record<string, Informs | undefined>>,
  figures: FigureRegistry,
): void {
  for (const [engine, memory] of Object.entries(memories)) {
    if (memory === undefined) continue;
    const labels = { engine };
    figures.gauge(
      {
        name: 'memory_lag',
        help: 'How long the oldest message waits that a memory has not taken in.',
        unit: 'seconds',
        labels,
      },
      () => numberAt(memory.info(), 'lag'),
    );
    figures.gauge(
      { name: 'memory_pending', help: 'Messages that a memory has read and not taken in.', labels },
      () => numberAt(memory.info(), 'pending'),
    );
    figures.gauge({ name: 'embedding_queue', help: 'Messages that wait for their embedding.', labels }, () =>
      numberAt(memory.info()['embeddings'], 'behind'),
    );
  }
}

/** `null` where a memory says nothing of the kind, or nothing now. */
function numberAt(info: unknown, name: string): number | null {
  const value = (info as Readonly<Record<string, unknown>> | undefined)?.[name];
  return typeof value === 'number' ? value : null;
}
