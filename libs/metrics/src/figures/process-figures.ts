import type { Clock } from '@yychat/engine-core';
import { EventLoopDelay } from './event-loop-delay.js';
import type { FigureRegistry } from './figure-registry.js';

/** How much of the machine a process takes. */
export interface ProcessUsage {
  /** Bytes. */
  readonly memory: {
    readonly rss: number;
    readonly heap_used: number;
    readonly heap_total: number;
    readonly external: number;
  };
  /** Cores that were busy with it since the last look; 1.5 is one and a half. `null` before the second look. */
  readonly cpu: number | null;
}

/** Measures this process: memory, CPU, event loop. */
export class ProcessFigures {
  readonly #clock: Clock;
  readonly #delay: EventLoopDelay;
  #looked: { readonly at: number; readonly cpu: number } | undefined;
  #usage: ProcessUsage;

  constructor(clock: Clock, figures: FigureRegistry) {
    this.#clock = clock;
    this.#usage = { memory: memoryOf(), cpu: null };
    const bytes = 'bytes' as const;
    figures.gauge(
      { name: 'process_memory', help: 'Resident memory of a process.', unit: bytes },
      () => this.#usage.memory.rss,
    );
    figures.gauge(
      { name: 'process_heap', help: 'JavaScript heap in use.', unit: bytes },
      () => this.#usage.memory.heap_used,
    );
    figures.gauge({ name: 'process_cpu', help: 'Cores that a process keeps busy.' }, () => this.#usage.cpu);
    this.#delay = new EventLoopDelay(
      clock,
      figures.timing({ name: 'event_loop_delay', help: 'By how much the event loop is late.' }),
    );
  }

  start(): void {
    this.look();
    this.#delay.start();
  }

  stop(): void {
    this.#delay.stop();
  }

  get usage(): ProcessUsage {
    return this.#usage;
  }

  /** Measures again. */
  look(): void {
    const at = this.#clock.monotonic();
    const { user, system } = process.cpuUsage();
    // From microseconds, as `at` is.
    const cpu = (user + system) / 1_000;
    const last = this.#looked;
    this.#looked = { at, cpu };
    const busy = last === undefined || at <= last.at ? null : (cpu - last.cpu) / (at - last.at);
    this.#usage = { memory: memoryOf(), cpu: busy };
  }
}

function memoryOf(): ProcessUsage['memory'] {
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
  return { rss, heap_used: heapUsed, heap_total: heapTotal, external };
}
