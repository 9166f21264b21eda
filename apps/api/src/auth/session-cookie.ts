import { fastifyCookie } from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import { SESSION_LIFETIME } from './session-tokens.js';

const NAME = 'yychat_session';

/** The session's token in the `Cookie` header. */
export function sessionTokenIn(header: string | undefined): string | undefined {
  return header?.includes(NAME) === true ? fastifyCookie.parse(header)[NAME] : undefined;
}

/** Has the browser keep the token: out of reach of scripts and other sites, and where the request came over TLS only there. */
export function setSessionCookie(reply: FastifyReply, token: string): void {
  void reply.setCookie(NAME, token, { ...attributes, maxAge: SESSION_LIFETIME / 1_000 });
}

export function clearSessionCookie(reply: FastifyReply): void {
  void reply.clearCookie(NAME, attributes);
}

const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure: 'auto' } as const;
