import { EngineError, type Clock } from '@yychat/engine-core';
import type { LoginRequest, Session } from '@yychat/protocol';
import { forbidden, unauthorized } from './authentication.js';
import { hashKey, type KeyRing } from './key-ring.js';
import { LoginCodes } from './login-codes.js';
import { mayAct, type Principal } from './principal.js';
import { SessionTokens, type SessionClaim } from './session-tokens.js';

export interface SessionsParts {
  readonly keys: KeyRing;
  readonly adminKey: string;
  readonly clock: Clock;
  /** What whoever logs in is told of the service. */
  readonly about: Pick<Session, 'demo' | 'version'>;
}

/** A session that is open. */
export type OpenSession = SessionClaim & { readonly principal: Principal };

/** Sessions of the dashboard: a key, or a login link, for a token that browsers keep in a cookie. */
export class Sessions {
  readonly #tokens: SessionTokens;
  readonly #codes: LoginCodes;

  constructor(private readonly parts: SessionsParts) {
    this.#tokens = new SessionTokens(parts.adminKey, parts.clock);
    this.#codes = new LoginCodes(parts.clock);
  }

  /** A code that logs in as admin, once, within 15 minutes. */
  makeLoginCode(): string {
    return this.#codes.make(hashKey(this.parts.adminKey));
  }

  /** @throws EngineError (401, 403) */
  open(login: LoginRequest): { readonly token: string; readonly principal: Principal } {
    const keyHash = 'key' in login ? hashKey(login.key) : this.#codes.redeem(login.code);
    const principal = keyHash === undefined ? undefined : this.parts.keys.findByHash(keyHash);
    if (keyHash === undefined || principal === undefined)
      throw 'key' in login ? unauthorized('Incorrect API key provided.') : usedUp();
    if (!mayAct(principal, 'operator')) throw forbidden('operator');
    return { token: this.#tokens.issue(keyHash), principal };
  }

  /** Undefined where it is over, its key is gone, or the key's role no longer reaches. */
  find(token: string): OpenSession | undefined {
    const claim = this.#tokens.read(token);
    const principal = claim && this.parts.keys.findByHash(claim.keyHash);
    return principal && mayAct(principal, 'operator') ? { ...claim, principal } : undefined;
  }

  /** A token to take the place of one that is half over; undefined before that. */
  renew(session: SessionClaim): string | undefined {
    return this.#tokens.isHalfOver(session) ? this.#tokens.issue(session.keyHash) : undefined;
  }

  describe({ name, role, tenant }: Principal): Session {
    return { name, role, tenant, ...this.parts.about };
  }
}

function usedUp(): EngineError {
  return new EngineError('This login link was used already, or is too old. Log in with a key.', {
    ...{ status: 401, code: 'invalid_login_code', type: 'authentication_error' },
  });
}
