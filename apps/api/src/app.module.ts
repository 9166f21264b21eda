import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { OpenAIModelCatalog } from '@yychat/engine-chat/openai';
import { EngineManager } from '@yychat/engine-core';
import { McpConnections } from '@yychat/engine-core/mcp';
import { PersonalityDirectory } from '@yychat/engine-core/personalities';
import { Metrics } from '@yychat/metrics';
import { Alerts } from './alerts/alerts.js';
import { AlertChannelsController } from './alerts/routes/alert-channels.controller.js';
import { AlertRulesController } from './alerts/routes/alert-rules.controller.js';
import { AlertSilencesController } from './alerts/routes/alert-silences.controller.js';
import { AlertsController } from './alerts/routes/alerts.controller.js';
import { RoleGuard } from './auth/role.guard.js';
import { KeyRing } from './auth/key-ring.js';
import { SessionController } from './auth/session.controller.js';
import { Sessions } from './auth/sessions.js';
import { ChatController } from './chat/chat.controller.js';
import { TurnRunner } from './chat/turn-runner.js';
import { TurnContentsDesk } from './contents/turn-contents-desk.js';
import { Conversations } from './conversations/conversations.js';
import { ConversationsController } from './conversations/conversations.controller.js';
import { DashboardController } from './dashboard/dashboard.controller.js';
import { DashboardGateway } from './dashboard/dashboard.gateway.js';
import { LiveSources } from './dashboard/live/live-sources.js';
import { EnginesController } from './engines/engines.controller.js';
import { HealthController } from './health/health.controller.js';
import { Readiness } from './health/readiness.js';
import { Extraction } from './memory/extraction.js';
import { McpController } from './mcp/mcp.controller.js';
import { PrometheusController } from './metrics/prometheus.controller.js';
import { PrometheusPage } from './metrics/prometheus-page.js';
import { ModelsController } from './models/models.controller.js';
import { PerformanceController } from './performance/performance.controller.js';
import { PersonalitiesController } from './personalities/personalities.controller.js';
import { ToolCalls } from './tools/tool-calls.js';
import { ToolsController } from './tools/tools.controller.js';
import type { Service } from './wiring/create-service.js';

/** Hands the parts of the service, put together beforehand, to the controllers. */
@Module({})
export class AppModule {
  static for(service: Service): DynamicModule {
    return {
      module: AppModule,
      controllers: [
        AlertChannelsController,
        AlertRulesController,
        AlertSilencesController,
        AlertsController,
        ChatController,
        ConversationsController,
        DashboardController,
        EnginesController,
        HealthController,
        McpController,
        ModelsController,
        PerformanceController,
        PersonalitiesController,
        PrometheusController,
        SessionController,
        ToolsController,
      ],
      providers: [
        { provide: APP_GUARD, useClass: RoleGuard },
        { provide: Alerts, useValue: service.alerting.alerts },
        { provide: KeyRing, useValue: service.keys },
        { provide: Sessions, useValue: service.sessions },
        { provide: EngineManager, useValue: service.engines },
        { provide: TurnRunner, useValue: service.turns },
        { provide: OpenAIModelCatalog, useValue: service.catalog },
        { provide: PersonalityDirectory, useValue: service.personalities },
        { provide: ToolCalls, useValue: service.toolCalls },
        { provide: McpConnections, useValue: service.mcp },
        { provide: TurnContentsDesk, useValue: service.contents },
        { provide: Conversations, useValue: service.conversations },
        { provide: Extraction, useValue: service.extraction },
        { provide: Metrics, useValue: service.metrics },
        { provide: LiveSources, useValue: service.live },
        { provide: PrometheusPage, useValue: service.prometheus },
        { provide: Readiness, useValue: service.readiness },
        DashboardGateway,
      ],
    };
  }
}
