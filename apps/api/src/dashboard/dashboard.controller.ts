import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Metrics } from '@yychat/metrics';
import type { List, Realtime, Series, ServiceEvent } from '@yychat/protocol';
import { MinimumRole } from '../auth/minimum-role.decorator.js';
import { answerOf } from '../metrics/answer-of.js';
import { parseQuery } from '../metrics/parse-query.js';
import { shown, shownCount } from '../performance/performance.openapi.js';
import { eventsQuery, realtimeQuery, seriesQuery } from './dashboard-queries.js';
import { shownSeries, shownType } from './dashboard.openapi.js';

/** What operators see, of all tenants. The same, live: {@link DashboardGateway}. */
@ApiTags('Dashboard')
@ApiBearerAuth()
@MinimumRole('operator')
@Controller('v1/dashboard')
export class DashboardController {
  constructor(private readonly metrics: Metrics) {}

  @Get('realtime')
  @ApiOperation({ summary: 'How the service is now: the last turns, figures of a window, the processes' })
  @ApiQuery(shown.window)
  @ApiQuery(shown.engine)
  realtime(@Query() query: unknown): Promise<Realtime> {
    return answerOf(this.metrics.queries.realtime(parseQuery(realtimeQuery, query)));
  }

  @Get('series')
  @ApiOperation({ summary: 'Figures over time, in columns' })
  @ApiQuery(shownSeries.metrics)
  @ApiQuery(shownSeries.window)
  @ApiQuery(shownSeries.step)
  @ApiQuery(shown.engine)
  @ApiQuery(shown.model)
  @ApiQuery(shown.outcome)
  series(@Query() query: unknown): Promise<Series> {
    return answerOf(this.metrics.queries.series(parseQuery(seriesQuery, query)));
  }

  @Get('events')
  @ApiOperation({ summary: 'What happened to the service: switches, alerts, starts; newest first' })
  @ApiQuery(shownCount(1_000, 50))
  @ApiQuery(shownType)
  async events(@Query() query: unknown): Promise<List<ServiceEvent>> {
    const data = await answerOf(this.metrics.queries.events(parseQuery(eventsQuery, query)));
    return { object: 'list', data };
  }
}
