import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { Clock, TimerHandle } from '../ports/clock.js';

/** Milliseconds: editors write a file in several steps. */
const DEBOUNCE = 100;

/**
 * Calls back shortly after something in a directory has changed, and every `interval` milliseconds all the same:
 * `fs.watch` misses changes on network and container mounts, and a directory that was replaced.
 */
export class DirectoryWatch {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #interval: number;
  readonly #onChange: () => void;
  #watcher: FSWatcher | undefined;
  #poll: TimerHandle | undefined;
  #debounce: TimerHandle | undefined;
  #isClosed = false;

  constructor(directory: string, clock: Clock, interval: number, onChange: () => void) {
    this.#directory = directory;
    this.#clock = clock;
    this.#interval = interval;
    this.#onChange = onChange;
    this.#watch();
    this.#schedulePoll();
  }

  close(): void {
    this.#isClosed = true;
    this.#watcher?.close();
    this.#poll?.cancel();
    this.#debounce?.cancel();
  }

  #schedulePoll(): void {
    this.#poll = this.#clock.after(this.#interval, () => {
      this.#watch();
      this.#onChange();
      this.#schedulePoll();
    });
  }

  /** Anew each time, which costs little: the old watcher may be on a directory that is no longer there. */
  #watch(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    try {
      const watcher = watch(this.#directory, { persistent: false }, () => this.#noticed());
      watcher.on('error', () => watcher.close());
      this.#watcher = watcher;
    } catch {
      // There is nothing to watch now; the poll goes on.
    }
  }

  #noticed(): void {
    if (this.#isClosed) return;
    this.#debounce?.cancel();
    this.#debounce = this.#clock.after(DEBOUNCE, this.#onChange);
  }
}
