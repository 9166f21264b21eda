import { Body, Controller, Delete, Get, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Session } from '@yychat/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { principalOf } from './authentication.js';
import { LoginAttempts } from './login-attempts.js';
import { parseLoginRequest } from './login-request.js';
import { refuseForeign } from './same-origin.js';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';
import { Sessions } from './sessions.js';

@ApiTags('Dashboard')
@Controller('v1/dashboard/session')
export class SessionController {
  readonly #attempts = new LoginAttempts();

  constructor(private readonly sessions: Sessions) {}

  @Post()
  @HttpCode(200)
  @RouteConfig({ isPublic: true })
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Log in to the dashboard with a key, or the code of a login link, for a cookie' })
  async open(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    refuseForeign(request);
    const login = parseLoginRequest(body);
    await this.#attempts.count(request.ip);
    const { token, principal } = this.sessions.open(login);
    await this.#attempts.forgive(request.ip);
    setSessionCookie(reply, token);
    return this.sessions.describe(principal);
  }

  @Get()
  @Header('cache-control', 'no-store')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Who is logged in' })
  read(@Req() request: FastifyRequest): Session {
    return this.sessions.describe(principalOf(request));
  }

  @Delete()
  @HttpCode(204)
  @RouteConfig({ isPublic: true })
  @ApiOperation({ summary: 'Log out: the browser forgets the cookie' })
  close(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    refuseForeign(request);
    clearSessionCookie(reply);
  }
}
