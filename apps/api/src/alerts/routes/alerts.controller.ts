import { applyDecorators, Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { AlertAcknowledgement, AlertHistory, AlertList, AlertSignal, List } from '@yychat/protocol';
import type { FastifyRequest } from 'fastify';
import { principalOf } from '../../auth/authentication.js';
import { MinimumRole } from '../../auth/minimum-role.decorator.js';
import { answerOf } from '../alert-errors.js';
import { Alerts } from '../alerts.js';
import { acknowledgeBody, historyQuery } from './alerts.openapi.js';
import { parseHistoryQuery } from './history-query.js';

@ApiTags('Alerts')
@ApiBearerAuth()
@MinimumRole('operator')
@Controller('v1/alerts')
export class AlertsController {
  constructor(private readonly alerts: Alerts) {}

  @Get()
  @ApiOperation({ summary: 'Every rule as it stands now, what needs somebody first' })
  now(): Promise<AlertList> {
    return answerOf(this.alerts.now());
  }

  @Get('signals')
  @ApiOperation({ summary: 'What rules can watch' })
  signals(): List<AlertSignal> {
    return { object: 'list', data: this.alerts.signals() };
  }

  @Get('history')
  @ApiOperation({ summary: 'What happened, and who changed what; newest first' })
  @applyDecorators(...historyQuery.map((query) => ApiQuery(query)))
  history(@Query() query: unknown): Promise<AlertHistory> {
    return answerOf(this.alerts.history(parseHistoryQuery(query)));
  }

  @Post(':id/ack')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say that somebody looks after an incident: no reminders from now on' })
  @ApiBody(acknowledgeBody)
  acknowledge(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<AlertAcknowledgement> {
    return answerOf(this.alerts.acknowledge(id, body, principalOf(request).name));
  }
}
