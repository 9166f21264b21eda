import type { Clock, Logger, TimerHandle } from '@yychat/engine-core';
import type { DashboardServerEvents, DashboardSnapshot, InstanceChange, WindowName } from '@yychat/protocol';
import type { DashboardNamespace, DashboardSocket } from './dashboard-socket.js';
import type { FrameMaker } from './frame-maker.js';
import type { LiveRooms } from './live-rooms.js';
import { isStalled } from './socket-limits.js';
import type { Reception } from './reception.js';

/** Milliseconds from one frame to the next, at least. */
const PERIOD = 1_000;
/** Milliseconds that what was sent before a frame needs to be on its way: else the frame would be left out. */
const CLEARANCE = 100;
/** Announcements that wait for a frame. */
const WAITING = 100;

type Announcement = Exclude<keyof DashboardServerEvents, 'snapshot' | 'realtime'>;

export interface LiveDashboardParts {
  readonly namespace: DashboardNamespace;
  readonly rooms: LiveRooms;
  readonly frames: FrameMaker;
  readonly reception: Reception;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Sends frames, once a second, as long as somebody watches; and what must not be missed, after a frame, never just before one. */
export class LiveDashboard {
  readonly #parts: LiveDashboardParts;
  readonly #waiting: (() => void)[] = [];
  #timer: TimerHandle | undefined;
  /** By the monotonic clock; -Infinity while a frame is being made or sent. */
  #nextAt = Infinity;
  #instances: readonly string[] | undefined;
  #isClosed = false;

  constructor(parts: LiveDashboardParts) {
    this.#parts = parts;
  }

  /** Has a socket get the frames of a window. The snapshot is the state that the first of them begins with; undefined: it has gone. */
  async show(socket: DashboardSocket, window: WindowName): Promise<DashboardSnapshot | undefined> {
    const { frames, rooms } = this.#parts;
    let snapshot: DashboardSnapshot | undefined;
    // What was just opened can have been forgotten already, where nobody else watches it.
    for (let tries = 0; snapshot === undefined && tries < 5; tries += 1) {
      await frames.open(window);
      snapshot = frames.snapshot(window);
    }
    if (!socket.connected || this.#isClosed) return undefined;
    rooms.put(socket, window);
    if (this.#nextAt === Infinity) this.#schedule(PERIOD);
    return snapshot;
  }

  /** Sends everybody what must arrive: now, or right after a frame that is due. */
  announce<Event extends Announcement>(
    event: Event,
    ...payload: Parameters<DashboardServerEvents[Event]>
  ): void {
    const send = () => void this.#parts.namespace.emit(event, ...payload);
    if (this.#nextAt - this.#parts.clock.monotonic() > CLEARANCE) send();
    else if (this.#waiting.length < WAITING) this.#waiting.push(send);
    else this.#parts.logger.warn({ event }, 'too much to announce; left out');
  }

  /** Ends the connections of all who would not be let in any more, and of those who have stopped to read. */
  sweep(): void {
    const { namespace, reception } = this.#parts;
    for (const socket of namespace.sockets.values()) {
      if (!reception.isWelcome(socket.data.visitor)) socket.disconnect(true);
      else if (isStalled(socket)) socket.conn.close(true);
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  #schedule(delay: number): void {
    if (this.#isClosed) return;
    const { clock } = this.#parts;
    this.#nextAt = clock.monotonic() + delay;
    this.#timer = clock.after(delay, () => void this.#tick());
  }

  async #tick(): Promise<void> {
    const { frames, rooms, clock, logger } = this.#parts;
    this.sweep();
    const { watched } = rooms;
    if (watched.size === 0) {
      this.#nextAt = Infinity;
      this.#instances = undefined;
      return;
    }
    this.#nextAt = -Infinity;
    let sentAt = clock.monotonic();
    try {
      const made = await frames.next(watched);
      this.#announceInstances();
      sentAt = clock.monotonic();
      await rooms.send(made);
    } catch (error) {
      logger.error({ err: error }, 'no frame could be made');
    }
    for (const send of this.#waiting.splice(0)) send();
    this.#schedule(Math.max(CLEARANCE, sentAt + PERIOD - clock.monotonic()));
  }

  /** Who came, and who is gone, since the frame before. */
  #announceInstances(): void {
    const before = this.#instances;
    const now = this.#parts.frames.instances;
    this.#instances = now;
    if (before === undefined) return;
    const tell = (change: InstanceChange['change'], id: string) =>
      this.announce('instance', { change, id, instances: now.length });
    for (const id of now) if (!before.includes(id)) tell('started', id);
    for (const id of before) if (!now.includes(id)) tell('stopped', id);
  }
}
