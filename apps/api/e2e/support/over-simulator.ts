import {
  startSimulator,
  type RecordedRequest,
  type Simulator,
  type SimulatorOptions,
  type SimulatorStats,
} from '@yychat/simulator';
import { startService, type Environment, type Files, type ServiceUnderTest } from './service.js';

export const UPSTREAM_KEY = 'sk-upstream-test-0123456789';

/** The suites of what engines share run over each of them. */
export const ENGINE_UNDER_TEST = process.env['E2E_ENGINE'] ?? 'chat_engine';
const ENGINE: Environment =
  ENGINE_UNDER_TEST === 'chat_engine'
    ? // What is embedded in the background would stand among the requests that a test looks at.
      { OPENAI_EMBEDDING_MODEL: 'none' }
    : { CHAT_ENGINE: ENGINE_UNDER_TEST };

/** Milliseconds. */
const PATIENCE = 15_000;

/** The service over an upstream that does what it is told. */
export interface Setup {
  readonly upstream: Simulator;
  readonly service: ServiceUnderTest;
  /** Waits until something is so of the upstream, on a busy machine as well. @throws Error when it is not */
  until(isSo: (counts: SimulatorStats) => boolean): Promise<void>;
  /** What turns asked of the upstream: without what is embedded, or asked for mem0, in the background. */
  turns(): readonly RecordedRequest[];
  stop(): Promise<void>;
}

export interface SetupOptions {
  readonly env?: Environment;
  readonly files?: Files;
  readonly simulator?: SimulatorOptions;
}

/** Starts both. The service does not try the upstream again, so that what a test scripts is what it gets. */
export async function startOverSimulator({ env, files, simulator }: SetupOptions = {}): Promise<Setup> {
  const upstream = await startSimulator({ apiKey: UPSTREAM_KEY, ...simulator });
  const settings = {
    OPENAI_BASE_URL: upstream.baseURL,
    OPENAI_API_KEY: UPSTREAM_KEY,
    OPENAI_MAX_RETRIES: '0',
    ...ENGINE,
    // The models of the upstream, which are listed to see whether it is there, would stand among the requests, too.
    HEALTH_INTERVAL: '3600',
  };
  const service = await startService({ ...settings, ...env }, files).catch(async (error: unknown) => {
    await upstream.close();
    throw error;
  });
  return {
    upstream,
    service,
    turns: () => upstream.requests.filter(isTurn),
    until: (isSo) => upstream.waitFor(() => isSo(upstream.stats()), PATIENCE),
    async stop() {
      await service.stop();
      await upstream.close();
    },
  };
}

function isTurn({ path, body: { messages } }: RecordedRequest): boolean {
  const [first] = messages ?? [];
  return path.endsWith('/chat/completions') && !String(first?.content).includes('You are a Memory Extractor');
}
