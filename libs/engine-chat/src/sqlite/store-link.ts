import type { FromStore, ToStore } from './wire.js';

/** What a link tells its owner. */
export interface LinkEvents {
  receive(message: FromStore): void;
  /** Called once: the other end is gone. @param error why; undefined where it was told to end */
  lost(error: Error | undefined): void;
}

/** The way to a store that runs elsewhere. */
export interface StoreLink {
  send(message: ToStore): void;
  /** Whether the process must not end meanwhile. */
  hold(held: boolean): void;
  /** Ends the other end at once, whatever it does. */
  cut(): void;
}

/** Begins a store at the other end of a new link. */
export type StartLink = (events: LinkEvents) => StoreLink;
