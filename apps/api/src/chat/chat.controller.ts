import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { chatRequestBody, chatResponses } from './chat.openapi.js';
import { TurnRunner } from './turn-runner.js';

@ApiTags('Chat')
@ApiBearerAuth()
@Controller('v1/chat')
export class ChatController {
  constructor(private readonly turns: TurnRunner) {}

  @Post('completions')
  @HttpCode(200)
  @ApiOperation({ summary: 'Create a chat completion', operationId: 'createChatCompletion' })
  @ApiBody(chatRequestBody)
  @ApiResponse(chatResponses.ok)
  @ApiResponse(chatResponses.error)
  create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.turns.run(request, reply);
  }
}
