/** Work on one key is done in the order it was asked for. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Begins at once where no work on the key is under way. */
  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const turn = before === undefined ? work() : before.then(work, work);
    this.#last.set(key, turn);
    const end = (): void => {
      if (this.#last.get(key) === turn) this.#last.delete(key);
    };
    turn.then(end, end);
    return turn;
  }
}
