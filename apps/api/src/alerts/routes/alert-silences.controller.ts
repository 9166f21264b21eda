import { Body, Controller, Delete, Get, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AlertDeleted, AlertSilence, List } from '@yychat/protocol';
import type { FastifyRequest } from 'fastify';
import { principalOf } from '../../auth/authentication.js';
import { MinimumRole } from '../../auth/minimum-role.decorator.js';
import { answerOf } from '../alert-errors.js';
import { Alerts } from '../alerts.js';
import { silenceBody } from './alerts.openapi.js';

@ApiTags('Alerts')
@ApiBearerAuth()
@MinimumRole('operator')
@Controller('v1/alerts/silences')
export class AlertSilencesController {
  constructor(private readonly alerts: Alerts) {}

  @Get()
  @ApiOperation({ summary: 'List the silences, also those that ended in the last week' })
  async list(): Promise<List<AlertSilence>> {
    return { object: 'list', data: await answerOf(this.alerts.silences.list()) };
  }

  @Post()
  @ApiOperation({ summary: 'Have some alerts tell nobody for a time' })
  @ApiBody(silenceBody)
  create(@Body() body: unknown, @Req() request: FastifyRequest): Promise<AlertSilence> {
    return answerOf(this.alerts.silences.create(body, principalOf(request).name));
  }

  @Delete(':id')
  @ApiOperation({ summary: 'End a silence now' })
  async end(@Param('id') id: string, @Req() request: FastifyRequest): Promise<AlertDeleted> {
    await answerOf(this.alerts.silences.end(id, principalOf(request).name));
    return { object: 'alert.silence.deleted', id, deleted: true };
  }
}
