import type { EngineTimeline } from '../ports/engine-timeline.js';
import type { SignalScope } from '../ports/signal-source.js';
import type { AlertRule } from '../rule/rule.js';
import type { Reading } from '../step/step.js';

/** Milliseconds without any evaluation from which the service counts as having been down, not as restarted. */
export const DOWN_FROM = 60_000;

/**
 * Why nothing new may fire now. A switch counts for rules about the engine that came into force, or about all together.
 * @param cameUpAt - when the service came back from being down; undefined when it went on where it was.
 */
export function graceOf(
  rule: AlertRule,
  scope: SignalScope,
  engines: EngineTimeline,
  cameUpAt: number | undefined,
  now: number,
): Reading['grace'] {
  if (cameUpAt !== undefined && within(cameUpAt, rule.graceAfterStart, now)) return 'start';
  if (rule.graceAfterSwitch === 0) return undefined;
  const active = engines.activeAt(now);
  if (active === undefined || (scope.engine !== undefined && scope.engine !== active.engine))
    return undefined;
  return within(active.since, rule.graceAfterSwitch, now) ? 'switch' : undefined;
}

function within(begin: number, seconds: number, now: number): boolean {
  return now >= begin && now - begin < seconds * 1_000;
}
