import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EngineManager } from '@yychat/engine-core';
import { MinimumRole } from '../auth/minimum-role.decorator.js';
import { parseSwitchRequest } from './switch-request.js';

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
  async switch(@Body() body: unknown) {
    const { name, ...request } = parseSwitchRequest(body);
    const { oldEngine, newEngine, epoch, health } = await this.engines.switch(name, request);
    return { success: true, old_engine: oldEngine, new_engine: newEngine, epoch, health };
  }
}
