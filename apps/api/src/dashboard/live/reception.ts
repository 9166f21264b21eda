import type { IncomingMessage } from 'node:http';
import type { Clock } from '@yychat/engine-core';
import { authenticate, forbidden } from '../../auth/authentication.js';
import { hashKey, type KeyRing } from '../../auth/key-ring.js';
import { mayAct } from '../../auth/principal.js';
import { refuseForeignSocket } from '../../auth/same-origin.js';
import { sessionTokenIn } from '../../auth/session-cookie.js';
import type { Sessions } from '../../auth/sessions.js';
import type { IsTrusted } from '../../auth/trusted-proxies.js';

/** Who has a socket open. */
export interface Visitor {
  /** SHA-256 of the key that it came with, or that its session stands for. */
  readonly keyHash: string;
  /** When its session is over, in milliseconds since the epoch; `Infinity` where it came with a key. */
  readonly expires: number;
}

export interface ReceptionParts {
  readonly keys: KeyRing;
  readonly sessions: Sessions;
  readonly isTrusted: IsTrusted;
  readonly clock: Clock;
}

/** Who may watch: a key of an operator, as the handshake's `token`, else the cookie of a session. */
export class Reception {
  constructor(private readonly parts: ReceptionParts) {}

  /** @throws EngineError (401, 403) */
  admit(auth: Readonly<Record<string, unknown>>, request: IncomingMessage): Visitor {
    const { keys, sessions, isTrusted } = this.parts;
    const cookie = auth['token'] === undefined ? sessionTokenIn(request.headers.cookie) : undefined;
    const session = cookie === undefined ? undefined : sessions.find(cookie);
    if (session !== undefined) {
      refuseForeignSocket(request, isTrusted);
      return { keyHash: session.keyHash, expires: session.expires };
    }
    const token = typeof auth['token'] === 'string' ? auth['token'] : undefined;
    const principal = authenticate(keys, token && `Bearer ${token}`);
    if (!mayAct(principal, 'operator')) throw forbidden('operator');
    return { keyHash: hashKey(token as string), expires: Infinity };
  }

  /** Whether who was let in would be let in now. */
  isWelcome({ keyHash, expires }: Visitor): boolean {
    const principal = this.parts.keys.findByHash(keyHash);
    return principal !== undefined && mayAct(principal, 'operator') && expires > this.parts.clock.now();
  }

  /** Calls back when keys have changed. Returns how to stop. */
  onChange(listener: () => void): () => void {
    return this.parts.keys.onChange(listener);
  }
}
