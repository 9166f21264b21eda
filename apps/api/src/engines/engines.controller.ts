import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EngineManager, type EngineSelection, type Rollout } from '@yychat/engine-core';
import type { FastifyRequest } from 'fastify';
import { principalOf } from '../auth/authentication.js';
import { MinimumRole } from '../auth/minimum-role.decorator.js';
import { Extraction } from '../memory/extraction.js';
import { parseRolloutRequest } from './rollout-request.js';
import { parseSwitchRequest } from './switch-request.js';

/** Switches in an answer. */
const MAX_HISTORY = 100;

@ApiTags('Engines')
@ApiBearerAuth()
@MinimumRole('operator')
@Controller('v1/engines')
export class EnginesController {
  constructor(
    private readonly engines: EngineManager,
    private readonly extraction: Extraction,
  ) {}

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
  async switch(@Body() body: unknown, @Query() query: unknown, @Req() request: FastifyRequest) {
    // The Python YYChat took the name of the engine from the query.
    const { name, ...asked } = parseSwitchRequest(body ?? query);
    const by = principalOf(request).name;
    const { oldEngine, newEngine, ...rest } = await this.engines.switch(name, { ...asked, by });
    return { success: true, old_engine: oldEngine, new_engine: newEngine, ...rest };
  }

  @Get('rollout')
  @ApiOperation({ summary: 'How turns are spread over engines' })
  rollout() {
    return asRollout(this.engines.current());
  }

  @Post('rollout')
  @HttpCode(200)
  @MinimumRole('admin')
  @ApiOperation({ summary: 'Spread turns over engines by weight, or have another engine answer some unseen' })
  async setRollout(@Body() body: unknown, @Req() request: FastifyRequest) {
    const { rollout, asked } = parseRolloutRequest(body);
    const by = principalOf(request).name;
    const { instances } = await this.engines.setRollout(rollout, { ...asked, by });
    return { ...asRollout(this.engines.current()), instances };
  }

  @Post(':name/rebuild')
  @HttpCode(202)
  @MinimumRole('admin')
  @ApiOperation({ summary: 'Drop what an engine remembers, and derive it from the log again' })
  async rebuild(@Param('name') name: string) {
    await this.extraction.rebuild(name);
    return { object: 'engine.rebuild', engine: name };
  }

  @Get('history')
  @ApiOperation({ summary: 'Who switched what, when and why; newest first' })
  async history() {
    const switches = await this.engines.history(MAX_HISTORY);
    const data = switches.map(({ engine, previous, epoch, since, reason, by, rollout }) => ({
      epoch,
      timestamp: new Date(since).toISOString(),
      old_engine: previous ?? null,
      new_engine: engine,
      reason: reason ?? null,
      by: by ?? null,
      rollout: rollout === undefined ? null : spread(rollout),
    }));
    return { object: 'list', data };
  }
}

function asRollout({ rollout = {}, epoch, since }: EngineSelection) {
  return { object: 'engine.rollout', ...spread(rollout), epoch, since: new Date(since).toISOString() };
}

function spread({ weights = null, shadow = null }: Partial<Record<keyof Rollout, unknown>>) {
  return { weights, shadow };
}
