/** Whether commands are sent. It opens after some failures in a row, and closes when it is told to. */
export class Breaker {
  readonly #limit: number;
  #failures = 0;
  /** Nothing is sent before Redis has answered for the first time. */
  #isOpen = true;
  #opens = 0;

  /** @param limit failures in a row */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Times that it opened. */
  get opens(): number {
    return this.#opens;
  }

  succeed(): void {
    this.#failures = 0;
  }

  /** Whether that opened it. */
  fail(): boolean {
    if (++this.#failures < this.#limit || this.#isOpen) return false;
    this.open();
    return true;
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#opens++;
  }

  close(): void {
    this.#isOpen = false;
    this.#failures = 0;
  }
}
