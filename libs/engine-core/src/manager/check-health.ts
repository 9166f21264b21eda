import type { ChatEngine } from '../engine.js';
import { summarize, type HealthReport } from '../health.js';
import { systemClock } from '../ports/clock.js';

/** Milliseconds that a health check may take before it counts as failed. */
const HEALTH_TIMEOUT = 5_000;

/** Down is also an engine whose check breaks its promise: throws, or does not heed its signal. */
export async function checkHealth(engine: ChatEngine): Promise<HealthReport> {
  const signal = AbortSignal.timeout(HEALTH_TIMEOUT);
  const begun = systemClock.monotonic();
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
  try {
    return await Promise.race([engine.healthCheck({ signal }), late]);
  } catch {
    const latency = systemClock.monotonic() - begun;
    const why = signal.aborted
      ? { reason: 'its health check took too long', code: 'check_timeout' }
      : { reason: 'its health check failed', code: 'check_failed' };
    return summarize([{ name: engine.name, status: 'down', latency, ...why, required: true }]);
  }
}
