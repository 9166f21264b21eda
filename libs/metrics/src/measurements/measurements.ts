import { Sketch } from '../sketch/sketch.js';

/** Which spreads are wanted: those for whose name it is true. */
export type SketchFilter = (name: string) => boolean;

/** Sums and spreads by name: what is known of one series in one stretch of time. */
export class Measurements {
  readonly #sums = new Map<string, number>();
  readonly #sketches = new Map<string, Sketch>();

  get sums(): ReadonlyMap<string, number> {
    return this.#sums;
  }

  get sketches(): ReadonlyMap<string, Sketch> {
    return this.#sketches;
  }

  /** Adds to a sum. */
  count(name: string, by = 1): void {
    this.#sums.set(name, (this.#sums.get(name) ?? 0) + by);
  }

  /** Adds a value to a spread. */
  measure(name: string, value: number): void {
    this.sketch(name).add(value);
  }

  /** 0 for what was not counted. */
  sum(name: string): number {
    return this.#sums.get(name) ?? 0;
  }

  /** The spread of that name, made where there is none. */
  sketch(name: string): Sketch {
    let sketch = this.#sketches.get(name);
    if (sketch === undefined) this.#sketches.set(name, (sketch = new Sketch()));
    return sketch;
  }

  /** Adds all sums of other measurements, and the spreads that are wanted; default all. */
  merge(other: Measurements, isWanted: SketchFilter = () => true): void {
    for (const [name, value] of other.#sums) this.count(name, value);
    for (const [name, sketch] of other.#sketches) if (isWanted(name)) this.sketch(name).merge(sketch);
  }
}
