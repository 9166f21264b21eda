import type { Clock, TimerHandle } from '@yychat/engine-core';
import type { TurnContents } from '@yychat/protocol';

/** Turns of one process, and about how many bytes of their texts. */
const MAX_TURNS = 500;
const MAX_BYTES = 16 * 1_048_576;

interface Kept {
  readonly tenant: string;
  readonly contents: TurnContents;
  readonly bytes: number;
  /** By the monotonic clock. */
  readonly until: number;
}

export interface KeptContentsOptions {
  /** Milliseconds. */
  readonly ttl: number;
  readonly clock: Clock;
  readonly maxTurns?: number;
  readonly maxBytes?: number;
}

/** Contents of the last turns of this process: bounded in number, bytes and time, in memory alone. */
export class KeptContents {
  readonly #options: Required<KeptContentsOptions>;
  /** Oldest first. */
  #kept: Kept[] = [];
  #bytes = 0;
  #forgotten = 0;
  #timer: TimerHandle | undefined;

  constructor(options: KeptContentsOptions) {
    this.#options = { maxTurns: MAX_TURNS, maxBytes: MAX_BYTES, ...options };
  }

  /** How often something was forgotten: a turn that began before is not to be kept. */
  get forgotten(): number {
    return this.#forgotten;
  }

  keep(tenant: string, contents: TurnContents, bytes: number): void {
    const { ttl, clock, maxTurns, maxBytes } = this.#options;
    this.#kept.push({ tenant, contents, bytes, until: clock.monotonic() + ttl });
    this.#bytes += bytes;
    while (this.#kept.length > maxTurns || this.#bytes > maxBytes) this.#dropOldest();
    this.#expire();
  }

  /** The last turn with this request id, which clients may choose. @param tenant undefined: whichever */
  find(id: string, tenant: string | undefined): TurnContents | undefined {
    return this.#kept.findLast(
      ({ contents, tenant: whose }) => contents.request_id === id && (tenant ?? whose) === whose,
    )?.contents;
  }

  /** @param tenant whose turns; undefined: all */
  forget(tenant: string | undefined): void {
    this.#forgotten += 1;
    this.#kept = tenant === undefined ? [] : this.#kept.filter((kept) => kept.tenant !== tenant);
    this.#bytes = this.#kept.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Drops what is too old, and looks again when the next one is. */
  #expire(): void {
    if (this.#timer !== undefined) return;
    const { clock } = this.#options;
    const [oldest] = this.#kept;
    if (oldest === undefined) return;
    this.#timer = clock.after(Math.max(0, oldest.until - clock.monotonic()), () => {
      this.#timer = undefined;
      const now = clock.monotonic();
      while (this.#kept[0] !== undefined && this.#kept[0].until <= now) this.#dropOldest();
      this.#expire();
    });
  }

  #dropOldest(): void {
    this.#bytes -= this.#kept.shift()?.bytes ?? 0;
  }
}
