import type { RedisConnection } from '@yychat/cache/redis';
import type { DependencyHealth, EngineManager, HealthReport } from '@yychat/engine-core';
import type { McpConnections } from '@yychat/engine-core/mcp';
import type { TurnsInFlight } from '../chat/turns-in-flight.js';

/** Milliseconds that an answer is good for: probes come often, and the upstream charges for being asked. */
const FRESH = 5_000;

export interface ReadinessParts {
  readonly engines: EngineManager;
  readonly mcp: McpConnections;
  readonly inFlight: TurnsInFlight;
  /** Absent where none is used. */
  readonly redis: RedisConnection | undefined;
}

/** What engines said, when, and which were asked. */
interface Kept {
  readonly at: number;
  readonly epoch: number;
  readonly reports: ReturnType<EngineManager['health']>;
}

/** Whether this instance should get requests, and how what it depends on is. */
export class Readiness {
  #kept: Kept | undefined;

  constructor(private readonly parts: ReadinessParts) {}

  async check() {
    const { engines, mcp, inFlight, redis } = this.parts;
    const { engine } = engines.current();
    const [reports, shared] = await Promise.all([this.engines(), redis?.health()]);
    const { dependencies } = reports[engine] as HealthReport;
    // Chat goes on from memory: what is lost without Redis is what instances share.
    const asShared =
      shared && ({ ...shared, status: shared.status === 'down' ? 'degraded' : shared.status } as const);
    const all = [...dependencies, ...(asShared ? [asShared] : []), ...mcp.servers().map(asDependency)];
    const isReady = !inFlight.isClosed && !all.some(({ status, required }) => required && status === 'down');
    const statusIfReady = all.every(({ status }) => status === 'up') ? 'ready' : 'degraded';
    const dependenciesByName = Object.fromEntries(all.map(({ name, ...rest }) => [name, rest]));
    return {
      isReady,
      body: {
        status: isReady ? statusIfReady : inFlight.isClosed ? 'shutting_down' : 'not_ready',
        engine,
        turns_in_flight: inFlight.size,
        dependencies: dependenciesByName,
      },
    };
  }

  /** Health of the engines in use, by name: as it is, or lately was. Never rejects. */
  engines(): ReturnType<EngineManager['health']> {
    const { engines } = this.parts;
    const now = Date.now();
    const { engine, epoch } = engines.current();
    if (this.#kept === undefined || this.#kept.epoch !== epoch || now - this.#kept.at > FRESH) {
      const reports = engines.health((name) => name === engine || engines.isInUse(name));
      this.#kept = { at: now, epoch, reports };
    }
    return this.#kept.reports;
  }
}

function asDependency(server: ReturnType<McpConnections['servers']>[number]): DependencyHealth {
  const status = server.status === 'up' ? 'up' : 'degraded';
  return { name: `mcp:${server.name}`, status, latency: 0, required: false };
}
