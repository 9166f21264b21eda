import type { Clock } from '@yychat/engine-core';

/** Which instances of this process live. Not in the file: they end with it. */
export class Heartbeats {
  readonly #beats = new Map<string, { readonly at: number; readonly text: string }>();
  readonly #clock: Clock;
  readonly #lifetime: number;

  constructor(clock: Clock, lifetime: number) {
    this.#clock = clock;
    this.#lifetime = lifetime;
  }

  beat(instance: string, text: string): void {
    this.#beats.set(instance, { at: this.#clock.monotonic(), text });
  }

  alive(): readonly string[] {
    const since = this.#clock.monotonic() - this.#lifetime;
    for (const [instance, { at }] of this.#beats) if (at < since) this.#beats.delete(instance);
    return [...this.#beats.values()].map(({ text }) => text);
  }
}
