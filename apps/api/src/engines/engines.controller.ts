import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EngineManager } from '@yychat/engine-core';
import type { FastifyRequest } from 'fastify';
import { principalOf } from '../auth/authentication.js';
import { MinimumRole } from '../auth/minimum-role.decorator.js';
import { parseSwitchRequest } from './switch-request.js';

/** Switches in an answer. */
const MAX_HISTORY = 100;

@ApiTags('Engines')
@ApiBearerAuth()
@MinimumRole('operator')
@Controller('v1/engines')
export class EnginesController {
  constructor(private readonly engines: EngineManager) {}

  @Get('list')
  @ApiOperation({ summary: 'List the engines' })
  async list() {
    const [listed, health] = await Promise.all([this.engines.list(), this.engines.health()]);
    const data = listed.map(({ isCurrent, ...info }) => ({
      ...info,
      status: health[info.name]?.status,
      is_current: isCurrent,
    }));
    return { object: 'list', data };
  }

  @Get('current')
  @ApiOperation({ summary: 'The engine in force' })
  current() {
    const { engine, epoch, since } = this.engines.current();
    return { name: engine, epoch, since: new Date(since).toISOString() };
  }

  @Get('health')
  @ApiOperation({ summary: 'Health of every engine and what it depends on' })
  async health() {
    return { object: 'engine.health', engines: await this.engines.health() };
  }

  @Post('switch')
  @HttpCode(200)
  @MinimumRole('admin')
  @ApiOperation({ summary: 'Switch the engine for all turns that begin from now on' })
  async switch(@Body() body: unknown, @Req() request: FastifyRequest) {
    const { name, ...asked } = parseSwitchRequest(body);
    const by = principalOf(request).name;
    const { oldEngine, newEngine, ...rest } = await this.engines.switch(name, { ...asked, by });
    return { success: true, old_engine: oldEngine, new_engine: newEngine, ...rest };
  }

  @Get('history')
  @ApiOperation({ summary: 'Who switched what, when and why; newest first' })
  async history() {
    const switches = await this.engines.history(MAX_HISTORY);
    const data = switches.map(({ engine, previous, epoch, since, reason, by }) => ({
      epoch,
      timestamp: new Date(since).toISOString(),
      old_engine: previous ?? null,
      new_engine: engine,
      reason: reason ?? null,
      by: by ?? null,
    }));
    return { object: 'list', data };
  }
}
