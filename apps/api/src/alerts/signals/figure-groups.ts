import type { SignalScope } from '@yychat/alerts';
import type { MetricsQueries, MetricValue } from '@yychat/metrics';
import type { SignalFigure } from './signal-figure.js';

interface Answer {
  readonly complete: boolean;
  valueOf(name: string): MetricValue;
}

interface Group {
  readonly names: Set<string>;
  readonly answer: Promise<Answer>;
}

const NONE: MetricValue = { value: null, count: 0 };
/** Seconds. */
const STEP = 10;

/** Reads figures of the same stretch of time together, when they are asked for at once: what is expensive is to add it up. */
export class FigureGroups {
  readonly #queries: Pick<MetricsQueries, 'figures' | 'series'>;
  readonly #waiting = new Map<string, Group>();

  constructor(queries: Pick<MetricsQueries, 'figures' | 'series'>) {
    this.#queries = queries;
  }

  /** @param at when the window ends, if not now; milliseconds since the epoch */
  async read(
    { names, filter, isNewest }: SignalFigure,
    window: number,
    at: number | undefined,
  ): Promise<{ readonly values: readonly MetricValue[]; readonly complete: boolean }> {
    const { engine, model } = filter;
    const key = JSON.stringify([window, at, isNewest, engine, model]);
    const group = this.#waiting.get(key) ?? this.#open(key, { window, at, isNewest, filter });
    for (const name of names) group.names.add(name);
    const answer = await group.answer;
    return { values: names.map((name) => answer.valueOf(name)), complete: answer.complete };
  }

  #open(key: string, asked: Asked): Group {
    const names = new Set<string>();
    // Whoever asks in this turn of the event loop still gets in.
    const answer = Promise.resolve().then(() => {
      this.#waiting.delete(key);
      return asked.isNewest ? this.#newest([...names], asked) : this.#whole([...names], asked);
    });
    const group = { names, answer };
    this.#waiting.set(key, group);
    return group;
  }

  async #whole(metrics: readonly string[], { window, at, filter }: Asked): Promise<Answer> {
    const { figures, complete } = await this.#queries.figures({ metrics, window, ...ending(at), ...filter });
    return { complete, valueOf: (name) => figures[name] ?? NONE };
  }

  async #newest(metrics: readonly string[], { window, at, filter }: Asked): Promise<Answer> {
    const step = Math.max(STEP, window / 100);
    const { series, complete } = await this.#queries.series({
      ...{ metrics, window, step },
      ...ending(at),
      ...filter,
    });
    return {
      complete,
      valueOf(name) {
        const { values = [], counts = [] } = series[name] ?? {};
        const last = values.findLastIndex((value) => value !== null);
        return last < 0 ? NONE : { value: values[last] ?? null, count: counts[last] ?? 0 };
      },
    };
  }
}

interface Asked {
  readonly window: number;
  readonly at: number | undefined;
  readonly isNewest: boolean;
  readonly filter: SignalScope;
}

function ending(at: number | undefined) {
  return at === undefined ? {} : { at };
}
