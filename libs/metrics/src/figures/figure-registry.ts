import { Measurements } from '../measurements/measurements.js';
import { figureKey, type Counter, type Figure, type FigureOptions, type Timing } from './figure.js';

/** A registry that grows without end would be a leak of whoever registers. */
const MAX_FIGURES = 500;

/** The figures that other parts of a service hand in. */
export class FigureRegistry {
  readonly #figures = new Map<string, Figure>();
  readonly #takers: (() => void)[] = [];
  readonly #failed = new Set<string>();
  readonly #onError: (key: string, error: unknown) => void;
  #measured = new Measurements();

  /** @param onError is told once of each figure that throws when it is read: it has no value then */
  constructor(onError: (key: string, error: unknown) => void) {
    this.#onError = onError;
  }

  /** @throws RangeError when the name is none, or taken, or there are very many figures; as the others below */
  counter(options: FigureOptions): Counter {
    let total = 0;
    const key = this.#register(options, { kind: 'counter', options, total: () => total });
    // What did not happen is 0; what nobody counts is `null`.
    this.#takers.push(() => this.#measured.count(key, 0));
    return {
      add: (by = 1) => {
        total += by;
        this.#measured.count(key, by);
      },
    };
  }

  /** A total that another part of the service keeps. It is read once a second: `read` has to be quick. */
  total(options: FigureOptions, read: () => number): void {
    let taken = 0;
    const total = () => this.#read(key, read) ?? taken;
    const key = this.#register(options, { kind: 'counter', options, total });
    this.#takers.push(() => {
      const now = total();
      // A total that is smaller began anew.
      this.#measured.count(key, now >= taken ? now - taken : now);
      taken = now;
    });
  }

  /** How long something takes. */
  timing(options: FigureOptions): Timing {
    let [count, sum] = [0, 0];
    const key = this.#register(options, { kind: 'timing', options, totals: () => ({ count, sum }) });
    return {
      record: (seconds) => {
        if (!Number.isFinite(seconds)) return;
        count++;
        sum += seconds;
        this.#measured.measure(key, seconds);
      },
    };
  }

  /** A value that goes up and down, `null` while there is none. It is read once a second: `read` has to be quick. */
  gauge(options: FigureOptions, read: () => number | null): void {
    const key = this.#register(options, { kind: 'gauge', options, read: () => this.#read(key, read) });
    this.#takers.push(() => {
      const value = this.#read(key, read);
      if (value !== null) this.#measured.measure(key, value);
    });
  }

  /** By the names that they have in series and queries. */
  get figures(): ReadonlyMap<string, Figure> {
    return this.#figures;
  }

  /** What was measured since the last call, with what the gauges say now. */
  take(): Measurements {
    for (const take of this.#takers) take();
    const taken = this.#measured;
    this.#measured = new Measurements();
    return taken;
  }

  /** What the gauges say now. */
  gauges(): Readonly<Record<string, number | null>> {
    const gauges: Record<string, number | null> = {};
    for (const [key, figure] of this.#figures) if (figure.kind === 'gauge') gauges[key] = figure.read();
    return gauges;
  }

  /** @returns its key */
  #register(options: FigureOptions, figure: Figure): string {
    const key = figureKey(options);
    if (this.#figures.has(key)) throw new RangeError(`There is a figure "${key}" already.`);
    if (this.#figures.size >= MAX_FIGURES) throw new RangeError(`There are ${MAX_FIGURES} figures already.`);
    this.#figures.set(key, figure);
    return key;
  }

  #read(key: string, read: () => number | null): number | null {
    try {
      return read();
    } catch (error) {
      if (!this.#failed.has(key)) this.#onError(key, error);
      this.#failed.add(key);
      return null;
    }
  }
}
