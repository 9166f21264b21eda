import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { principalOf } from '../auth/authentication.js';
import { parseCallRequest } from './call-request.js';
import { ToolCalls } from './tool-calls.js';
import { callRequestBody } from './tools.openapi.js';

@ApiTags('Tools')
@ApiBearerAuth()
@Controller('v1/tools')
export class ToolsController {
  constructor(private readonly tools: ToolCalls) {}

  @Get()
  @ApiOperation({ summary: "List the server's tools" })
  list() {
    return this.tools.list();
  }

  @Post('call')
  @HttpCode(200)
  @ApiOperation({ summary: 'Call a tool without a model' })
  @ApiBody(callRequestBody)
  call(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.tools.call(parseCallRequest(body), principalOf(request), reply);
  }
}
