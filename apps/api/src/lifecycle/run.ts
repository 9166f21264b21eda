import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { wordIssues } from '../errors/word-issues.js';
import { createLogger } from '../logging/create-logger.js';
import { lendToLibraries, loadSettings, SettingsError } from '../settings/load-settings.js';
import { createService } from '../wiring/create-service.js';
import { createApp } from './create-app.js';
import { welcome } from './welcome.js';

/** Milliseconds for requests that are no turns, or have not arrived whole, once all turns have ended. */
const GRACE = 1_000;

/** Runs the service until a signal ends it. Resolves with the exit code. */
export async function run(): Promise<number> {
  wordIssues();
  let loaded;
  try {
    loaded = loadSettings(process.env, '.env');
    lendToLibraries('.env', process.env, 'OTEL_');
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  const { settings, notices } = loaded;
  const { logger, flush } = createLogger(settings.LOG_LEVEL);
  for (const { setting, message } of notices) logger.warn({ setting }, message);
  const ended = signalled();
  try {
    const service = await createService(settings, logger);
    const app = await createApp(service, settings, logger);
    await app.listen(settings.PORT, settings.HOST);
    service.alerting.evaluation.start();
    const url = await app.getUrl();
    process.stderr.write(welcome(service, url));
    logger.info({ url, engine: service.engines.current().engine, demo: service.isDemo }, 'listening');

    const signal = await ended;
    logger.info({ signal, turns_in_flight: service.inFlight.size }, 'shutting down');
    const evaluation = service.alerting.evaluation.stop();
    await service.inFlight.close(settings.SHUTDOWN_TIMEOUT);
    await evaluation;
    await closeServer(app);
    await service.close();
    logger.info({}, 'shut down');
    return 0;
  } catch (error) {
    logger.debug({ err: error }, 'why the service ended');
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    flush();
  }
}

/** Closes the server, and the connections on which something else than a turn is under way, if it takes too long. */
async function closeServer(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE);
  await app.close();
  clearTimeout(timer);
}

/** The first signal asks for an orderly end; a second one ends the process at once. */
function signalled(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const signals = ['SIGTERM', 'SIGINT'] as const;
    const onSignal = (signal: NodeJS.Signals) => {
      for (const each of signals) process.off(each, onSignal);
      resolve(signal);
    };
    for (const each of signals) process.on(each, onSignal);
  });
}
