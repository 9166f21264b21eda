import { Flight } from './flight.js';
import type { Landed } from './flight.js';

/** The flights under way, one a key. */
export class Flights<V> {
  readonly #underWay = new Map<string, Flight<V>>();

  /** The flight of a key, begun where there is none. */
  board(key: string, make: (flight: Flight<V>) => Promise<Landed<V>>): Flight<V> {
    const shared = this.#underWay.get(key);
    if (shared !== undefined) return shared;
    const flight = new Flight<V>(make);
    this.#underWay.set(key, flight);
    const end = (): void => {
      if (this.#underWay.get(key) === flight) this.#underWay.delete(key);
    };
    flight.landed.then(end, end);
    flight.signal.addEventListener('abort', end, { once: true });
    return flight;
  }

  /** Who asks from now on boards another one. */
  revoke(key: string): void {
    const flight = this.#underWay.get(key);
    if (flight === undefined) return;
    flight.revoke();
    this.#underWay.delete(key);
  }

  revokeAll(): void {
    for (const key of [...this.#underWay.keys()]) this.revoke(key);
  }
}
