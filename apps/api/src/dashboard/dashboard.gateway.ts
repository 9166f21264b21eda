import type { OnModuleDestroy } from '@nestjs/common';
import { type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';
import type { EngineError } from '@yychat/engine-core';
import { DASHBOARD_NAMESPACE } from '@yychat/protocol';
import type { DashboardNamespace } from './live/dashboard-socket.js';
import { LiveDashboard } from './live/live-dashboard.js';
import { LiveRooms } from './live/live-rooms.js';
import { LiveSources } from './live/live-sources.js';
import { serveSocket } from './live/serve-socket.js';
import { limitPackets } from './live/socket-limits.js';

/**
 * What operators see live; docs/dashboard-protocol.md has the protocol. Compression is off: it would be done for each socket anew.
 * Polling is off: it would need a load balancer that sends a client to the same instance again and again.
 */
@WebSocketGateway({
  namespace: DASHBOARD_NAMESPACE,
  transports: ['websocket'],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
  // Bytes: of what a browser sends, the key is the longest.
  maxHttpBufferSize: 4_096,
  // Milliseconds.
  pingInterval: 15_000,
  pingTimeout: 10_000,
  connectTimeout: 10_000,
})
export class DashboardGateway implements OnGatewayInit<DashboardNamespace>, OnModuleDestroy {
  readonly #ends: (() => void)[] = [];

  constructor(private readonly sources: LiveSources) {}

  afterInit(namespace: DashboardNamespace): void {
    const { frames, reception, alerts, clock, logger } = this.sources;
    const rooms = new LiveRooms(namespace);
    const live = new LiveDashboard({ namespace, rooms, frames, reception, clock, logger });
    limitPackets(namespace.server);
    namespace.server.of('/').use((_, next) => next(new Error('There is nothing here.')));
    namespace.use((socket, next) => {
      try {
        socket.data.visitor = reception.admit(socket.handshake.auth, socket.request);
        next();
      } catch (error) {
        next(handshakeError(error));
      }
    });
    namespace.on('connection', (socket) => serveSocket(socket, live, logger));
    this.#ends.push(
      reception.onChange(() => live.sweep()),
      this.sources.onSwitch((engine) => live.announce('engine.switched', engine)),
      alerts.onChange((change) => live.announce('alert', change)),
      () => live.close(),
    );
  }

  onModuleDestroy(): void {
    for (const end of this.#ends.splice(0)) end();
  }
}

/** Socket.IO shows the client `message` and `data` of the error. */
function handshakeError(error: unknown): Error {
  const { message, status, code } = error as EngineError;
  return Object.assign(new Error(message), { data: { status, code } });
}
