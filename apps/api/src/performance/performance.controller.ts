import { Controller, Delete, Get, Param, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Metrics } from '@yychat/metrics';
import type { Comparison, List, Statistics, TurnContents, TurnDetail, TurnRecord } from '@yychat/protocol';
import type { FastifyRequest } from 'fastify';
import { MinimumRole } from '../auth/minimum-role.decorator.js';
import { readableTenant } from '../auth/readable-tenant.js';
import { TurnContentsDesk } from '../contents/turn-contents-desk.js';
import { answerOf } from '../metrics/answer-of.js';
import { parseQuery } from '../metrics/parse-query.js';
import { compareQuery, recentQuery, slowestQuery, statsQuery } from './performance-queries.js';
import { shown, shownCount } from './performance.openapi.js';
import { contentsNotKept, unknownTurn } from './unknown-turn.js';

@ApiTags('Performance')
@ApiBearerAuth()
@MinimumRole('operator')
@Controller('v1/performance')
export class PerformanceController {
  constructor(
    private readonly metrics: Metrics,
    private readonly contents: TurnContentsDesk,
  ) {}

  @Get('stats')
  @ApiOperation({ summary: 'What turns were like in a window, in the whole cluster' })
  @ApiQuery(shown.window)
  @ApiQuery(shown.at)
  @ApiQuery(shown.engine)
  @ApiQuery(shown.model)
  @ApiQuery(shown.outcome)
  stats(@Query() query: unknown): Promise<Statistics> {
    return answerOf(this.metrics.queries.statistics(parseQuery(statsQuery, query)));
  }

  @Get('recent')
  @ApiOperation({ summary: 'The last turns, the last one first' })
  @ApiQuery(shownCount(1_000, 50))
  @ApiQuery(shown.engine)
  @ApiQuery(shown.status)
  @ApiQuery(shown.from)
  @ApiQuery(shown.to)
  async recent(@Query() query: unknown): Promise<List<TurnRecord>> {
    return listOf(await answerOf(this.metrics.queries.turns.recent(parseQuery(recentQuery, query))));
  }

  @Get('slowest')
  @ApiOperation({ summary: 'The slowest turns of a window that went well, with their stages' })
  @ApiQuery(shown.window)
  @ApiQuery(shownCount(100, 10))
  @ApiQuery(shown.engine)
  async slowest(@Query() query: unknown): Promise<List<TurnDetail>> {
    return listOf(await answerOf(this.metrics.queries.turns.slowest(parseQuery(slowestQuery, query))));
  }

  @Get('compare')
  @ApiOperation({ summary: 'The same window of each engine, or of each model' })
  @ApiQuery(shown.by)
  @ApiQuery(shown.window)
  @ApiQuery(shown.engine)
  @ApiQuery(shown.model)
  @ApiQuery(shown.outcome)
  compare(@Query() query: unknown): Promise<Comparison> {
    return answerOf(this.metrics.queries.compare(parseQuery(compareQuery, query)));
  }

  @Get('requests/:id')
  @ApiOperation({ summary: 'One turn with its stages, by the id of its request' })
  async request(@Param('id') id: string): Promise<TurnDetail> {
    return (await answerOf(this.metrics.queries.turns.find(id))) ?? unknownTurn(id);
  }

  @Get('requests/:id/contents')
  @ApiOperation({
    summary: 'What a turn had in front of it: memories, and tools with their results; kept for some minutes',
  })
  @ApiQuery(shown.tenant)
  async turnContents(
    @Param('id') id: string,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
  ): Promise<TurnContents> {
    return (await this.contents.find(id, readableTenant(query, request))) ?? contentsNotKept(id);
  }

  @Delete('clear')
  @MinimumRole('admin')
  @ApiOperation({ summary: 'Forget all figures, and contents of turns, in the whole cluster' })
  async clear() {
    await answerOf(this.metrics.clear());
    await this.contents.forget();
    return { object: 'performance.cleared', cleared: true };
  }
}

function listOf<T>(data: readonly T[]): List<T> {
  return { object: 'list', data };
}
