import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readiness } from './readiness.js';

@ApiTags('Health')
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('healthz')
  @ApiOperation({ summary: 'Whether the process is alive' })
  alive() {
    return { status: 'ok' };
  }

  @Get('readyz')
  @ApiOperation({ summary: 'Whether this instance should get requests' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { isReady, body } = await this.readiness.check();
    reply.status(isReady ? 200 : 503);
    return body;
  }
}
