import { setImmediate as loopTurn } from 'node:timers/promises';
import type { DashboardFrame, WindowName } from '@yychat/protocol';
import type { DashboardNamespace, DashboardSocket } from './dashboard-socket.js';

/** Sockets that a frame is sent to without a pause. */
const ROOM = 100;

/**
 * Sockets by the window that they watch, in rooms. A frame is encoded once for each room; between two rooms the process gets to
 * its other work, which a thousand sockets in one go would hold up.
 */
export class LiveRooms {
  readonly #namespace: DashboardNamespace;
  readonly #windows = new Map<WindowName, number>();

  constructor(namespace: DashboardNamespace) {
    this.#namespace = namespace;
  }

  /** The windows that somebody watches. */
  get watched(): ReadonlySet<WindowName> {
    return new Set([...this.#windows.keys()].filter((window) => this.#roomsOf(window).length > 0));
  }

  /** Has a socket get the frames of this window, and of no other. */
  put(socket: DashboardSocket, window: WindowName): void {
    for (const room of socket.rooms) if (room !== socket.id) void socket.leave(room);
    let number = 0;
    while (this.#sizeOf(roomName(window, number)) >= ROOM) number += 1;
    this.#windows.set(window, Math.max(number + 1, this.#windows.get(window) ?? 0));
    void socket.join(roomName(window, number));
  }

  /** Sends each window its frame. A socket that still has to send something before it goes without. */
  async send(frames: ReadonlyMap<WindowName, DashboardFrame>): Promise<void> {
    for (const [window, frame] of frames) {
      for (const room of this.#roomsOf(window)) {
        this.#namespace.to(room).volatile.emit('realtime', frame);
        await loopTurn();
      }
    }
  }

  /** Those with somebody in them. */
  #roomsOf(window: WindowName): readonly string[] {
    const names = Array.from({ length: this.#windows.get(window) ?? 0 }, (_, i) => roomName(window, i));
    return names.filter((name) => this.#sizeOf(name) > 0);
  }

  #sizeOf(room: string): number {
    return this.#namespace.adapter.rooms.get(room)?.size ?? 0;
  }
}

function roomName(window: WindowName, number: number): string {
  return `${window} ${number}`;
}
