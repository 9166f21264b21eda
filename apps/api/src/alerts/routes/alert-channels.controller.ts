import { Body, Controller, Get, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AlertChannelTest, AlertChannelView, List } from '@yychat/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { principalOf } from '../../auth/authentication.js';
import { MinimumRole } from '../../auth/minimum-role.decorator.js';
import { ClientConnection } from '../../chat/client-connection.js';
import { answerOf } from '../alert-errors.js';
import { Alerts } from '../alerts.js';
import { channelsBody } from './alerts.openapi.js';
import { parseChannelsRequest } from './channels-request.js';

@ApiTags('Alerts')
@ApiBearerAuth()
@MinimumRole('operator')
@Controller('v1/alerts/channels')
export class AlertChannelsController {
  constructor(private readonly alerts: Alerts) {}

  @Get()
  @ApiOperation({ summary: 'List the channels, with masks in place of secrets' })
  async list(): Promise<List<AlertChannelView>> {
    return { object: 'list', data: await answerOf(this.alerts.channels()) };
  }

  @Put()
  @MinimumRole('admin')
  @ApiOperation({
    summary: 'Replace all channels, unless somebody else has changed one since it was read (409)',
  })
  @ApiBody(channelsBody)
  async replace(@Body() body: unknown, @Req() request: FastifyRequest): Promise<List<AlertChannelView>> {
    const channels = parseChannelsRequest(body);
    const actor = principalOf(request).name;
    return { object: 'list', data: await answerOf(this.alerts.replaceChannels(channels, actor), 'channels') };
  }

  @Post(':id/test')
  @HttpCode(200)
  @MinimumRole('admin')
  @ApiOperation({ summary: 'Send a test message now, and say what became of it' })
  test(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AlertChannelTest> {
    const { signal } = new ClientConnection(reply.raw);
    return answerOf(this.alerts.testChannel(id, principalOf(request).name, signal));
  }
}
