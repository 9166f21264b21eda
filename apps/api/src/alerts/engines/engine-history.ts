import type { EngineTimeline } from '@yychat/alerts';
import type { EngineManager, Logger } from '@yychat/engine-core';

/** Switches that are known at most. */
const MOST = 1_000;

/** A time in which one engine was in force. */
interface Era {
  readonly engine: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Which engine was in force when, as far back as the history goes. */
export class EngineHistory implements EngineTimeline {
  readonly #names: readonly string[];
  /** Oldest first. */
  readonly #eras: Era[] = [];
  #stop: (() => void) | undefined;

  private constructor(names: readonly string[]) {
    this.#names = names;
  }

  /** Follows the engines from here on. Where their history cannot be read, it begins now. */
  static async follow(engines: EngineManager, logger: Logger): Promise<EngineHistory> {
    const history = new EngineHistory((await engines.list()).map(({ name }) => name));
    try {
      const switches = (await engines.history(MOST)).toReversed();
      const before = switches[0]?.previous;
      // What was in force before the first switch that is known of.
      if (before !== undefined) history.#add({ engine: before, since: 0 });
      for (const each of switches) history.#add(each);
    } catch (error) {
      logger.warn({ err: error }, 'the history of the engines cannot be read: previews begin now');
    }
    history.#add(engines.current());
    history.#stop = engines.onSwitch((selection) => history.#add(selection));
    return history;
  }

  activeAt(at: number): Era | undefined {
    return this.#eras.findLast(({ since }) => since <= at);
  }

  names(): readonly string[] {
    return this.#names;
  }

  close(): void {
    this.#stop?.();
  }

  /** Another share of the turns for the same engine begins no era. */
  #add({ engine, since }: Era): void {
    if (this.#eras.at(-1)?.engine === engine) return;
    this.#eras.push({ engine, since });
    if (this.#eras.length > MOST) this.#eras.shift();
  }
}
