/** What is measured beside the turns: of Redis, of caches, of queues. */
export interface FigureOptions {
  /** As in Prometheus, without prefix, unit or `_total`: `redis_latency`. */
  readonly name: string;
  /** One sentence for those who read the figures. */
  readonly help: string;
  /** Few, and with few values: each combination is a figure of its own. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Of gauges. */
  readonly unit?: 'seconds' | 'bytes' | 'ratio';
}

/** Counts what happens. */
export interface Counter {
  /** @param by at least 0; default 1 */
  add(by?: number): void;
}

/** How long something takes. */
export interface Timing {
  record(seconds: number): void;
}

/** Something that is counted. */
export interface CounterFigure {
  readonly kind: 'counter';
  readonly options: FigureOptions;
  /** Since the process started. */
  total(): number;
}

/** A value that goes up and down. */
export interface GaugeFigure {
  readonly kind: 'gauge';
  readonly options: FigureOptions;
  /** What it is now, `null` if it is nothing. */
  read(): number | null;
}

/** Something that takes time. */
export interface TimingFigure {
  readonly kind: 'timing';
  readonly options: FigureOptions;
  /** Since the process started; the sum in seconds. */
  totals(): { readonly count: number; readonly sum: number };
}

export type Figure = CounterFigure | GaugeFigure | TimingFigure;

const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const LABEL_VALUE = /^[\w.:/-]{1,64}$/;

/**
 * What a figure is called in series and queries: `redis_latency`, `cache_requests{result=hit,tier=memory}`.
 * @throws RangeError when it is no name, or a label or its value is none
 */
export function figureKey({ name, labels = {} }: Pick<FigureOptions, 'name' | 'labels'>): string {
  if (!NAME.test(name)) throw new RangeError(`"${name}" is no name for a figure.`);
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [label, value] of pairs) {
    if (!NAME.test(label)) throw new RangeError(`"${label}" is no name for a label of "${name}".`);
    if (!LABEL_VALUE.test(value))
      throw new RangeError(`A value of the label "${label}" of "${name}" is no name.`);
  }
  return pairs.length === 0
    ? name
    : `${name}{${pairs.map(([label, value]) => `${label}=${value}`).join(',')}}`;
}
