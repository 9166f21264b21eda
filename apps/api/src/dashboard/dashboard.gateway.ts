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
    namespace.on('connection', (socket) => socket.emit('snapshot', this.snapshot()));
    this.#stop = this.engines.onSwitch((selection) =>
      namespace.emit('engine.switched', toCurrent(selection)),
    );
  }

  onModuleDestroy(): void {
    this.#stop?.();
  }

  @SubscribeMessage('snapshot')
  snapshot(): DashboardSnapshot {
    return { timestamp: new Date().toISOString(), engine: toCurrent(this.engines.current()) };
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
