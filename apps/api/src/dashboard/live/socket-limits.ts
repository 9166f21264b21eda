import type { Server } from 'socket.io';
import type { DashboardSocket } from './dashboard-socket.js';

type EngineSocket = DashboardSocket['conn'];

/** Packets that a connection may send at once, and a second in the long run. */
const BURST = 30;
const RATE = 5;

/** Packets that wait for a client that does not read: a few snapshots, at most. Frames never wait. */
const WAITING = 8;

/** Cuts off connections that send more than anybody needs to. */
export function limitPackets(server: Server): void {
  server.engine.on('connection', (connection: EngineSocket) => {
    let [left, at] = [BURST, performance.now()];
    connection.on('packet', () => {
      const now = performance.now();
      left = Math.min(BURST, left + ((now - at) / 1_000) * RATE) - 1;
      at = now;
      if (left < 0) connection.close(true);
    });
  });
}

/** Whether a client has stopped to read, so that what it is sent piles up here. */
export function isStalled({ conn }: DashboardSocket): boolean {
  const { writeBuffer } = conn as unknown as { readonly writeBuffer: readonly unknown[] };
  return writeBuffer.length > WAITING;
}
