import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PrometheusPage } from './prometheus-page.js';

@ApiTags('Metrics')
@ApiBearerAuth()
@Controller('metrics')
export class PrometheusController {
  constructor(private readonly page: PrometheusPage) {}

  @Get()
  @ApiProduces('text/plain')
  @ApiOperation({ summary: 'What this process measured, for Prometheus (operators, or METRICS_PUBLIC)' })
  async metrics(
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    this.page.checkAccess(authorization);
    reply.header('content-type', this.page.contentType);
    return this.page.text();
  }
}
