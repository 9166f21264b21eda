import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AlertDeleted, AlertPreviewComparison, AlertRule, List } from '@yychat/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { principalOf } from '../../auth/authentication.js';
import { MinimumRole } from '../../auth/minimum-role.decorator.js';
import { ClientConnection } from '../../chat/client-connection.js';
import { answerOf } from '../alert-errors.js';
import { Alerts } from '../alerts.js';
import { previewBody, replaceRuleBody, ruleBody } from './alerts.openapi.js';
import { parsePreviewRequest } from './preview-request.js';

/** Milliseconds that a preview may take. */
const PATIENCE = 10_000;

@ApiTags('Alerts')
@ApiBearerAuth()
@MinimumRole('operator')
@Controller('v1/alerts/rules')
export class AlertRulesController {
  constructor(private readonly alerts: Alerts) {}

  @Get()
  @ApiOperation({ summary: 'List the alert rules' })
  async list(): Promise<List<AlertRule>> {
    return { object: 'list', data: await answerOf(this.alerts.rules.list()) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One alert rule' })
  get(@Param('id') id: string): Promise<AlertRule> {
    return answerOf(this.alerts.rules.get(id));
  }

  @Post()
  @MinimumRole('admin')
  @ApiOperation({ summary: 'Create an alert rule' })
  @ApiBody(ruleBody)
  create(@Body() body: unknown, @Req() request: FastifyRequest): Promise<AlertRule> {
    return answerOf(this.alerts.rules.create(body, principalOf(request).name));
  }

  @Put(':id')
  @MinimumRole('admin')
  @ApiOperation({ summary: 'Change an alert rule, unless somebody else has since it was read (409)' })
  @ApiBody(replaceRuleBody)
  replace(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<AlertRule> {
    return answerOf(this.alerts.rules.replace(id, body, principalOf(request).name));
  }

  @Delete(':id')
  @MinimumRole('admin')
  @ApiOperation({ summary: 'Delete an alert rule; what fires by it is resolved' })
  async remove(@Param('id') id: string, @Req() request: FastifyRequest): Promise<AlertDeleted> {
    await answerOf(this.alerts.rules.remove(id, principalOf(request).name));
    return { object: 'alert.rule.deleted', id, deleted: true };
  }

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'When a rule would have fired, against the one in force' })
  @ApiBody(previewBody)
  async preview(
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AlertPreviewComparison> {
    const { rule: given, from, to } = parsePreviewRequest(body, Date.now());
    const rule = await answerOf(this.alerts.rules.check(given), 'rule');
    const signal = AbortSignal.any([new ClientConnection(reply.raw).signal, AbortSignal.timeout(PATIENCE)]);
    return answerOf(this.alerts.preview({ rule, from, to }, signal));
  }
}
