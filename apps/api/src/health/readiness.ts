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

/** Whether this instance should get requests, and how what it depends on is. */
export class Readiness {
  #kept: { readonly at: number; readonly report: Promise<HealthReport> } | undefined;

  constructor(private readonly parts: ReadinessParts) {}

  async check() {
    const { engines, mcp, inFlight, redis } = this.parts;
    const { engine } = engines.current();
    const [{ dependencies }, shared] = await Promise.all([this.#engineHealth(engine), redis?.health()]);
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

  #engineHealth(engine: string): Promise<HealthReport> {
    const now = Date.now();
    if (this.#kept === undefined || now - this.#kept.at > FRESH) {
      const report = this.parts.engines.health().then((all) => all[engine] as HealthReport);
      this.#kept = { at: now, report };
    }
    return this.#kept.report;
  }
}

function asDependency(server: ReturnType<McpConnections['servers']>[number]): DependencyHealth {
  const status = server.status === 'up' ? 'up' : 'degraded';
  return { name: `mcp:${server.name}`, status, latency: 0, required: false };
}
