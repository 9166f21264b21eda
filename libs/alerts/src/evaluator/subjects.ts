import type { EngineTimeline } from '../ports/engine-timeline.js';
import type { SignalScope } from '../ports/signal-source.js';
import type { AlertRule } from '../rule/rule.js';

/** One of the things that a rule watches. */
export interface Subject {
  /** Names it within the rule; the same over time. */
  readonly subject: string;
  /** Whose figures to ask for now. */
  readonly scope: SignalScope;
}

/** What a rule watches at a time. None when it watches the engine in force and that is not known. */
export function subjectsOf({ scope }: AlertRule, engines: EngineTimeline, at: number): readonly Subject[] {
  const model = scope.model === undefined ? {} : { model: scope.model };
  switch (scope.engine) {
    case undefined:
      return [{ subject: '', scope: model }];
    case 'active': {
      const active = engines.activeAt(at);
      return active === undefined ? [] : [{ subject: '', scope: { engine: active.engine, ...model } }];
    }
    case 'each':
      return engines.names().map((engine) => ({ subject: engine, scope: { engine, ...model } }));
    default:
      return [{ subject: '', scope: { engine: scope.engine, ...model } }];
  }
}

/** The name of a rule's and subject's record in the store. */
export function recordKey(ruleId: string, subject: string): string {
  return subject === '' ? ruleId : `${ruleId}/${subject}`;
}
