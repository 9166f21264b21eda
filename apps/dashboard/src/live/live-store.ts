import type { AlertChange, CurrentEngine, DashboardFrame, DashboardSnapshot } from '@yychat/protocol';
import { fromSnapshot, withFrame, type LiveData } from './live-data.js';
import { alertMark, instanceMark, switchMark, type Mark } from './marks.js';
import type { InstanceChange } from '@yychat/protocol';

/** Milliseconds without a frame after which what is shown is no longer called live. */
export const STALE_AFTER = 3_000;
const KEPT_MARKS = 100;

export type Connection = 'connecting' | 'connected' | 'reconnecting';

export interface LiveState {
  readonly connection: Connection;
  readonly paused: boolean;
  /** No frame has come for three seconds. */
  readonly stale: boolean;
  /** By this machine's clock, in milliseconds since the epoch. `null`: none has come. */
  readonly lastFrameAt: number | null;
  /** What is to be shown: not what is known, while paused. `null` before the first snapshot. */
  readonly data: LiveData | null;
  /** Switches, alerts and instances since the page was opened, oldest first. */
  readonly marks: readonly Mark[];
  /** The last one that came, to be announced. */
  readonly lastAlert: AlertChange | null;
}

/**
 * What came over the socket, outside of React. Frames are folded into what is known, and shown at the rate that somebody
 * chose: not while paused, nor while the page cannot be seen.
 */
export class LiveStore {
  readonly #listeners = new Set<() => void>();
  #state: LiveState = {
    connection: 'connecting',
    paused: false,
    stale: false,
    lastFrameAt: null,
    data: null,
    marks: [],
    lastAlert: null,
  };
  #known: LiveData | null = null;
  #every = 1_000;
  #hidden = false;
  #shownAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  get state(): LiveState {
    return this.#state;
  }

  snapshot(snapshot: DashboardSnapshot): void {
    const first = this.#known === null || this.#known.window !== snapshot.window;
    this.#known = fromSnapshot(this.#known, snapshot);
    this.#heard();
    // A pause is of a view that somebody looks at: what it never showed, it must first.
    if (first) this.#show();
    else this.#showSoon();
  }

  /** @returns false when a frame before this one was missed: then a snapshot is needed */
  frame(frame: DashboardFrame): boolean {
    if (this.#known === null) return true;
    const next = withFrame(this.#known, frame);
    if (next === null) return false;
    this.#known = next;
    this.#heard();
    this.#showSoon();
    return true;
  }

  alert(alert: AlertChange): void {
    this.#set({ lastAlert: alert, marks: this.#marksAnd(alertMark(alert)) });
  }

  switched(engine: CurrentEngine): void {
    if (this.#known !== null && engine.epoch > this.#known.engine.epoch) {
      const { name, epoch, since } = engine;
      this.#known = { ...this.#known, engine: { name, epoch, since } };
      if (!this.#state.paused) this.#show();
    }
    this.#set({ marks: this.#marksAnd(switchMark(engine)) });
  }

  instance(change: InstanceChange): void {
    this.#set({ marks: this.#marksAnd(instanceMark(change, Date.now())) });
  }

  connection(connection: Connection): void {
    this.#set({ connection });
  }

  pause(paused: boolean): void {
    if (paused === this.#state.paused) return;
    this.#set({ paused });
    if (!paused) this.#show();
  }

  /** @param seconds from one rendering to the next */
  rate(seconds: number): void {
    this.#every = seconds * 1_000;
    this.#showSoon();
  }

  hidden(hidden: boolean): void {
    this.#hidden = hidden;
    if (!hidden) this.#showSoon();
  }

  /** Looks whether frames still come. To be called every second. */
  tick(now = Date.now()): void {
    const { lastFrameAt } = this.#state;
    const stale = lastFrameAt !== null && now - lastFrameAt > STALE_AFTER;
    if (stale !== this.#state.stale) this.#set({ stale });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #heard(): void {
    // Read by whoever shows the age, which looks at the clock anyway: no reason to render.
    this.#state = { ...this.#state, lastFrameAt: Date.now() };
    if (this.#state.stale) this.#set({ stale: false });
  }

  #showSoon(): void {
    if (this.#timer !== undefined || this.#state.paused || this.#hidden) return;
    // Frames do not come by the millisecond: one that is a little early is not to wait for the next.
    const wait = this.#shownAt + this.#every - performance.now() - 250;
    if (wait <= 0) return this.#show();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!this.#state.paused && !this.#hidden) this.#show();
    }, wait);
  }

  #show(): void {
    this.#shownAt = performance.now();
    if (this.#known !== this.#state.data) this.#set({ data: this.#known });
  }

  #marksAnd(mark: Mark): readonly Mark[] {
    return [...this.#state.marks.filter(({ id }) => id !== mark.id), mark].slice(-KEPT_MARKS);
  }

  #set(change: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
