export {
  AlertConflictError,
  AlertError,
  AlertNotFoundError,
  AlertStoreError,
  InvalidAlertError,
  StaleFenceError,
} from './errors.js';
export type { AlertErrorInit, FieldIssue } from './errors.js';

export { AGGREGATIONS } from './ports/signal-source.js';
export type {
  Aggregation,
  Sample,
  SignalQuery,
  SignalRange,
  SignalScope,
  SignalSource,
} from './ports/signal-source.js';
export type { SignalCatalog, SignalDescription, SignalUnit } from './ports/signal-catalog.js';
export { SETTINGS } from './ports/alert-store.js';
export type { AlertStore, Batch, Collection, Documents, Expectation, Write } from './ports/alert-store.js';
export { HISTORY_KEPT, matchesHistory, pageSize } from './ports/history.js';
export type { HistoryEntry, HistoryQuery, HistoryType, KeptHistoryEntry } from './ports/history.js';
export { systemClock } from './ports/clock.js';
export type { Clock, TimerHandle } from './ports/clock.js';
export type {
  ChannelDocument,
  ChannelRecord,
  DeliveryProblem,
  Dispatcher,
  DispatcherState,
  OutboxEntry,
} from './ports/dispatcher.js';
export type { EngineSwitcher } from './ports/engine-switcher.js';
export type { EngineTimeline } from './ports/engine-timeline.js';
export { soleLease } from './ports/lease.js';
export type { Lease, LeaseHold } from './ports/lease.js';
export type { Ledger } from './ports/ledger.js';
export { silentLogger } from './ports/logger.js';
export type { Logger } from './ports/logger.js';

export { ruleSchema, SEVERITIES } from './rule/rule.js';
export type { AlertRule, AlertRuleInput, Severity, SwitchAction } from './rule/rule.js';
export type { Condition, Operator } from './rule/condition.js';
export type { Day, MuteTime } from './rule/mute-time.js';
export { parseDuration } from './rule/duration.js';
export { parseRule } from './rule/parse.js';
export { DEFAULT_RULES, SIGNALS } from './rule/default-rules.js';

export { step } from './step/step.js';
export type { Reading, StepResult } from './step/step.js';
export { closeRecord } from './step/close.js';
export { newRecord } from './step/alert-record.js';
export type { AlertHealth, AlertRecord, AlertState, Incident, Verdict } from './step/alert-record.js';
export type { AlertEvent, AlertEventType } from './step/alert-event.js';
export { queriesOf } from './step/queries.js';
export type { RuleQuery } from './step/queries.js';

export type { Acknowledgement } from './overlay/acknowledgement.js';
export type { IncidentRecord } from './overlay/incident-record.js';
export type { NoticeKind } from './overlay/notice.js';
export type { AlertNotice, AlertNotification } from './overlay/notification.js';
export type { Silence } from './overlay/silence.js';
export type { Suppression, SuppressionKind } from './overlay/suppression.js';

export { MemoryAlertStore } from './store/memory-alert-store.js';
export { AlertEvaluator } from './evaluator/alert-evaluator.js';
export type { AlertEvaluatorOptions, EvaluatorFigures, EvaluatorRole } from './evaluator/alert-evaluator.js';
export type { AlertUpdate } from './evaluator/session.js';
export type { ActionRecord, SwitchAttempt, TakenOver } from './action/action-record.js';

export { RuleBook } from './desk/rule-book.js';
export type { RuleBookOptions } from './desk/rule-book.js';
export { SilenceBook } from './desk/silence-book.js';
export type { SilenceBookOptions } from './desk/silence-book.js';
export { acknowledge } from './desk/acknowledge.js';
export { readAlerts } from './desk/alert-view.js';
export type { AlertView, IncidentView } from './desk/alert-view.js';

export { comparePreviews, preview } from './preview/preview.js';
export type { PreviewOptions } from './preview/preview.js';
export type { PreviewComparison, PreviewIncident, PreviewResult } from './preview/preview-types.js';
