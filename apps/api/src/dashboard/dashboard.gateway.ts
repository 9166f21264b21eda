import type { OnModuleDestroy } from '@nestjs/common';
import { type OnGatewayInit, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { type EngineError, EngineManager, type EngineSelection } from '@yychat/engine-core';
import {
  DASHBOARD_NAMESPACE,
  type CurrentEngine,
  type DashboardClientEvents,
  type DashboardServerEvents,
  type DashboardSnapshot,
} from '@yychat/protocol';
import { Metrics } from '@yychat/metrics';
import type { Namespace } from 'socket.io';
import { authenticate, forbidden } from '../auth/authentication.js';
import { KeyRing } from '../auth/key-ring.js';
import { mayAct } from '../auth/principal.js';

type DashboardNamespace = Namespace<DashboardClientEvents, DashboardServerEvents>;

/** What operators see live. A key of an operator opens it: `auth: { token: KEY }` in the handshake. */
@WebSocketGateway({ namespace: DASHBOARD_NAMESPACE })
export class DashboardGateway implements OnGatewayInit<DashboardNamespace>, OnModuleDestroy {
  #stop: (() => void) | undefined;

  constructor(
    private readonly keys: KeyRing,
    private readonly engines: EngineManager,
    private readonly metrics: Metrics,
  ) {}

  afterInit(namespace: DashboardNamespace): void {
    namespace.use((socket, next) => {
      try {
        const { token } = socket.handshake.auth as { readonly token?: unknown };
        const principal = authenticate(this.keys, typeof token === 'string' ? `Bearer ${token}` : undefined);
        if (!mayAct(principal, 'operator')) throw forbidden('operator');
        next();
      } catch (error) {
        next(handshakeError(error));
      }
    });
    namespace.on('connection', (socket) => {
      void this.snapshot().then((snapshot) => socket.emit('snapshot', snapshot));
    });
    this.#stop = this.engines.onSwitch((selection) =>
      namespace.emit('engine.switched', { ...toCurrent(selection), reason: selection.reason ?? null }),
    );
  }

  onModuleDestroy(): void {
    this.#stop?.();
  }

  @SubscribeMessage('snapshot')
  async snapshot(): Promise<DashboardSnapshot> {
    return {
      ...(await this.metrics.queries.realtime({ window: '5m' })),
      seq: 0,
      window: '5m',
      engine: toCurrent(this.engines.current()),
      alerts: { firing: 0, critical: 0, pending: 0 },
      live: [],
    };
  }
}

function toCurrent({ engine, epoch, since }: EngineSelection): CurrentEngine {
  return { name: engine, epoch, since: new Date(since).toISOString() };
}

/** Socket.IO shows the client `message` and `data` of the error. */
function handshakeError(error: unknown): Error {
  const { message, status, code } = error as EngineError;
  return Object.assign(new Error(message), { data: { status, code } });
}
