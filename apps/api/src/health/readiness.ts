import type { DependencyHealth, EngineManager, HealthReport } from '@yychat/engine-core';
import type { McpConnections } from '@yychat/engine-core/mcp';
import type { TurnsInFlight } from '../chat/turns-in-flight.js';

/** Milliseconds that an answer is good for: probes come often, and the upstream charges for being asked. */
const FRESH = 5_000;

/** Whether this instance should get requests, and how what it depends on is. */
export class Readiness {
  #kept: { readonly at: number; readonly report: Promise<HealthReport> } | undefined;

  constructor(
    private readonly engines: EngineManager,
    private readonly mcp: McpConnections,
    private readonly inFlight: TurnsInFlight,
  ) {}

  async check() {
    const { engine } = this.engines.current();
    const { dependencies } = await this.#engineHealth(engine);
    const all = [...dependencies, ...this.mcp.servers().map(asDependency)];
    const isReady =
      !this.inFlight.isClosed && !all.some(({ status, required }) => required && status === 'down');
    const dependenciesByName = Object.fromEntries(all.map(({ name, ...rest }) => [name, rest]));
    return {
      isReady,
      body: {
        status: isReady ? 'ready' : this.inFlight.isClosed ? 'shutting_down' : 'not_ready',
        engine,
        turns_in_flight: this.inFlight.size,
        dependencies: dependenciesByName,
      },
    };
  }

  #engineHealth(engine: string): Promise<HealthReport> {
    const now = Date.now();
    if (this.#kept === undefined || now - this.#kept.at > FRESH) {
      const report = this.engines.health().then((all) => all[engine] as HealthReport);
      this.#kept = { at: now, report };
    }
    return this.#kept.report;
  }
}

function asDependency(server: ReturnType<McpConnections['servers']>[number]): DependencyHealth {
  const status = server.status === 'up' ? 'up' : 'degraded';
  return { name: `mcp:${server.name}`, status, latency: 0, required: false };
}
