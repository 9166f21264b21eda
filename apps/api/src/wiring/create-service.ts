import { readFileSync } from 'node:fs';
import { OpenAIChatModel, OpenAIModelCatalog } from '@yychat/engine-chat/openai';
import { systemClock, type EngineManager, type EngineParts, type Logger } from '@yychat/engine-core';
import type { McpConnections } from '@yychat/engine-core/mcp';
import type { PersonalityDirectory } from '@yychat/engine-core/personalities';
import { contextWindow, loadTokenCounter } from '@yychat/engine-core/tokens';
import { ToolExecutor } from '@yychat/engine-core/tools';
import type { Metrics } from '@yychat/metrics';
import { CachedChatModel } from '../answers/cached-chat-model.js';
import { firstKey } from '../auth/first-key.js';
import { hashKey, KeyRing } from '../auth/key-ring.js';
import { followKeysFile, readKeysFile } from '../auth/keys-file.js';
import { Sessions } from '../auth/sessions.js';
import { TurnLog } from '../chat/turn-log.js';
import { TurnRunner } from '../chat/turn-runner.js';
import { TurnsInFlight } from '../chat/turns-in-flight.js';
import type { TurnContentsDesk } from '../contents/turn-contents-desk.js';
import { Conversations } from '../conversations/conversations.js';
import { LiveSources } from '../dashboard/live/live-sources.js';
import { Readiness } from '../health/readiness.js';
import { ImpatientRedis } from '../limits/impatient-redis.js';
import { RateLimits } from '../limits/rate-limits.js';
import { Extraction } from '../memory/extraction.js';
import { measureService } from '../metrics/measure-service.js';
import { PrometheusPage } from '../metrics/prometheus-page.js';
import type { Settings } from '../settings/settings.js';
import { ShadowFigures } from '../shadow/shadow-figures.js';
import { ShadowTurns } from '../shadow/shadow-turns.js';
import { dashboardDirectory } from '../static/dashboard-directory.js';
import { ToolCalls } from '../tools/tool-calls.js';
import { openAlerts, type Alerting } from './alerts.js';
import { cachesOf } from './caches.js';
import { openContents } from './contents.js';
import { startEngines } from './engines.js';
import { openMemories } from './memory.js';
import { instanceName, openMetrics } from './metrics.js';
import { defaultPersonality, loadPersonalities } from './personalities.js';
import { connectSharedRedis, openEngineState } from './redis.js';
import { connectMcp, createTools } from './tools.js';
import { openTracing } from './tracing.js';
import { connectUpstream } from './upstream.js';

/** Milliseconds of silence in the middle of an answer. A shorter setting for its beginning applies here, too. */
const MAX_SILENCE = 300_000;

export interface Service {
  readonly keys: KeyRing;
  readonly sessions: Sessions;
  readonly engines: EngineManager;
  readonly turns: TurnRunner;
  readonly inFlight: TurnsInFlight;
  readonly catalog: OpenAIModelCatalog;
  readonly personalities: PersonalityDirectory;
  readonly toolCalls: ToolCalls;
  readonly mcp: McpConnections;
  readonly conversations: Conversations;
  readonly contents: TurnContentsDesk;
  readonly extraction: Extraction;
  readonly metrics: Metrics;
  readonly live: LiveSources;
  readonly prometheus: PrometheusPage;
  readonly alerting: Alerting;
  readonly readiness: Readiness;
  /** The admin key, if it was made at this start. */
  readonly newKey: string | undefined;
  readonly isDemo: boolean;
  /** Of the built dashboard, where there is one. */
  readonly dashboardDir: string | undefined;
  close(): Promise<void>;
}

/** Everything that the service is made of, put together in one place. @throws Error for what cannot be used */
export async function createService(settings: Settings, logger: Logger): Promise<Service> {
  const clock = systemClock;
  const admin = settings.YYCHAT_API_KEY === undefined ? firstKey(settings.YYCHAT_DATA_DIR) : undefined;
  const adminKey = settings.YYCHAT_API_KEY ?? (admin as { key: string }).key;
  const keys = createKeys(settings, adminKey);
  const dashboardDir = dashboardDirectory(settings.DASHBOARD_DIR);
  const file = settings.YYCHAT_API_KEYS_FILE;
  const unfollow = file === undefined ? () => undefined : followKeysFile(file, keys, logger);

  const redis = await connectSharedRedis(settings, { clock, logger });
  const instance = instanceName();
  const measured = openMetrics(settings, { redis, instance, version: version(), clock, logger });
  const { client, demo } = await connectUpstream(settings);
  const tracing = await openTracing(client.baseURL, { version: version(), instance, clock, logger });
  const model = await OpenAIChatModel.create({
    client,
    maxRetries: settings.OPENAI_MAX_RETRIES,
    headersTimeout: settings.OPENAI_TIMEOUT,
    idleTimeout: Math.min(settings.OPENAI_TIMEOUT, MAX_SILENCE),
    clock,
  });
  const openCache = cachesOf(settings, redis, { measured: measured.caches, clock, logger });
  const mcp = connectMcp(settings, logger);
  const tools = createTools(settings, mcp, logger);
  const personalities = await loadPersonalities(settings, { logger, clock });
  const remembered = await openMemories(settings, { openCache, model, instance, client, clock, logger });
  const { ANSWER_CACHE_TTL: ttl } = settings;
  const parts: Omit<EngineParts, 'memory' | 'log'> = {
    model:
      ttl === undefined
        ? model
        : new CachedChatModel(model, openCache('answers'), { ttl, upstream: client.baseURL }),
    saveMode: settings.MEMORY_SAVE_MODE,
    tools,
    personalities,
    tokens: loadTokenCounter,
    clock,
    logger,
    limits: {
      memories: settings.MEMORY_RETRIEVAL_LIMIT,
      recallTimeout: settings.MEMORY_RETRIEVAL_TIMEOUT,
      contextWindow:
        settings.CONTEXT_WINDOW === undefined ? contextWindow : constant(settings.CONTEXT_WINDOW),
    },
  };
  const state = await openEngineState(settings, { redis, instance, clock });
  const engines = await startEngines(settings, {
    ...{ state, parts, remembered, version: version(), clock, logger },
  });

  const extraction = new Extraction(engines, remembered.mem0, clock, logger);
  const shadowFigures = new ShadowFigures(measured.metrics.figures);
  const shadows = new ShadowTurns({ engines, figures: shadowFigures, clock, logger });
  const limits = new RateLimits(
    {
      ...(settings.RATE_LIMIT_REQUESTS !== undefined && { requests: settings.RATE_LIMIT_REQUESTS }),
      ...(settings.RATE_LIMIT_TOKENS !== undefined && { tokens: settings.RATE_LIMIT_TOKENS }),
    },
    redis && new ImpatientRedis(redis, clock),
  );
  const { contents, listeners } = openContents(settings, { redis, instance, clock, logger });
  const inFlight = new TurnsInFlight();
  const readiness = new Readiness({ engines, mcp, inFlight, redis });
  const unmeasure = await measureService(measured.metrics, {
    ...{ engines, remembered, readiness, clock, interval: settings.HEALTH_INTERVAL },
  });
  const alerting = await openAlerts(settings, {
    ...{ redis, instance, engines, metrics: measured.metrics, clock, logger },
  });
  const personalityId = defaultPersonality(settings, personalities);
  const sessions = new Sessions({
    ...{ keys, adminKey, clock, about: { demo: demo !== undefined, version: version() } },
  });
  const turns = new TurnRunner({
    engines,
    limits,
    inFlight,
    clock,
    listeners: [
      ...[new TurnLog(logger), limits, shadows, measured.metrics, ...listeners],
      ...(tracing ? [tracing.tracer] : []),
    ],
    tracer: tracing?.tracer,
    defaults: {
      model: settings.OPENAI_MODEL,
      useTools: settings.USE_TOOLS_DEFAULT,
      ...(personalityId !== undefined && { personalityId }),
    },
  });
  return {
    keys,
    sessions,
    engines,
    turns,
    inFlight,
    personalities,
    mcp,
    catalog: new OpenAIModelCatalog(client, clock),
    toolCalls: new ToolCalls(tools, new ToolExecutor({ clock, logger })),
    conversations: new Conversations(remembered, engines, contents),
    contents,
    extraction,
    metrics: measured.metrics,
    live: new LiveSources({
      ...{ keys, sessions, isTrusted: settings.TRUST_PROXY, engines, clock, logger },
      queries: measured.metrics.queries,
      alerts: alerting.feed,
    }),
    prometheus: new PrometheusPage({
      ...{ exporter: measured.exporter, keys, isPublic: settings.METRICS_PUBLIC },
    }),
    alerting,
    readiness,
    newKey: admin?.isNew === true ? admin.key : undefined,
    isDemo: demo !== undefined,
    dashboardDir,
    async close() {
      unfollow();
      unmeasure();
      await shadows.close();
      contents.close();
      extraction.close();
      alerting.close();
      engines.stop();
      await Promise.all([personalities.close(), mcp.close(), model.close(), remembered.close()]);
      await Promise.all([measured.close(), tracing?.close()]);
      await redis?.close();
      await demo?.close();
    },
  };
}

function createKeys(settings: Settings, adminKey: string): KeyRing {
  const keys = new KeyRing(
    new Map([[hashKey(adminKey), { name: 'admin', role: 'admin', tenant: 'default' }]]),
  );
  if (settings.YYCHAT_API_KEYS_FILE !== undefined) keys.replace(readKeysFile(settings.YYCHAT_API_KEYS_FILE));
  return keys;
}

const constant = (value: number) => () => value;

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
