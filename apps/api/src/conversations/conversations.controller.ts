import { Controller, Delete, Get, Param, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { conversationKey } from './conversation-key.js';
import { Conversations } from './conversations.js';
import { parseEngine, parsePageRequest } from './page-request.js';

@ApiTags('Conversations')
@ApiBearerAuth()
@ApiQuery({
  name: 'tenant',
  required: false,
  description: 'Whose conversation; for admins only. Default: that of the key.',
})
@Controller('v1/conversations/:id')
export class ConversationsController {
  constructor(private readonly conversations: Conversations) {}

  @Get('messages')
  @ApiOperation({ summary: 'What was said in a conversation' })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
  })
  @ApiQuery({ name: 'order', required: false, enum: ['asc', 'desc'], schema: { default: 'desc' } })
  @ApiQuery({ name: 'after', required: false, description: 'Id of the message that the page follows' })
  messages(@Param('id') id: string, @Query() query: unknown, @Req() request: FastifyRequest) {
    return this.conversations.messages(conversationKey(id, query, request), parsePageRequest(query));
  }

  @Get('memory')
  @ApiOperation({ summary: 'What is remembered of a conversation, with counts' })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
  })
  @ApiQuery({ name: 'order', required: false, enum: ['asc', 'desc'], schema: { default: 'desc' } })
  @ApiQuery({ name: 'after', required: false, description: 'Id of the memory that the page follows' })
  @ApiQuery({ name: 'engine', required: false, description: 'Whose memory. Default: the engine in force' })
  memory(@Param('id') id: string, @Query() query: unknown, @Req() request: FastifyRequest) {
    const key = conversationKey(id, query, request);
    return this.conversations.memory(key, parsePageRequest(query), parseEngine(query));
  }

  @Delete('memory')
  @ApiOperation({ summary: 'Delete a conversation: what was said, and everything derived from it' })
  delete(@Param('id') id: string, @Query() query: unknown, @Req() request: FastifyRequest) {
    return this.conversations.delete(conversationKey(id, query, request));
  }
}
