import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { McpConnections } from '@yychat/engine-core/mcp';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { principalOf } from '../auth/authentication.js';
import { parseCallRequest } from '../tools/call-request.js';
import { ToolCalls, type ToolFilter } from '../tools/tool-calls.js';
import { callRequestBody } from '../tools/tools.openapi.js';

const isMcpTool: ToolFilter = ({ source }) => source.startsWith('mcp:');

@ApiTags('MCP')
@ApiBearerAuth()
@Controller('v1/mcp')
export class McpController {
  constructor(
    private readonly tools: ToolCalls,
    private readonly connections: McpConnections,
  ) {}

  @Get('tools')
  @ApiOperation({ summary: 'List the tools of the MCP servers, and the servers' })
  list() {
    return {
      ...this.tools.list(isMcpTool),
      servers: this.connections.servers(),
    };
  }

  @Post('call')
  @HttpCode(200)
  @ApiOperation({ summary: 'Call a tool of an MCP server' })
  @ApiBody(callRequestBody)
  call(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { name, args, server } = parseCallRequest(body);
    const full = server === undefined || name.startsWith(`${server}__`) ? name : `${server}__${name}`;
    return this.tools.call({ name: full, args }, principalOf(request), reply, isMcpTool);
  }
}
