export type {
  AlertChannel,
  AlertChannelInput,
  AlertChannelTest,
  AlertChannelType,
  AlertChannelView,
  AlertChannelsRequest,
  AlertDeliveries,
  AlertDeliveryProblem,
} from './alert-channels.js';
export type {
  AlertAction,
  AlertAggregation,
  AlertCondition,
  AlertDay,
  AlertDuration,
  AlertMuteTime,
  AlertOperator,
  AlertRule,
  AlertRuleInput,
  AlertSeverity,
  AlertSignal,
} from './alert-rules.js';
export type {
  AlertAcknowledgeRequest,
  AlertAcknowledgement,
  AlertDeleted,
  AlertHealth,
  AlertHistory,
  AlertHistoryEntry,
  AlertHistoryType,
  AlertIncident,
  AlertList,
  AlertMatch,
  AlertPreview,
  AlertPreviewComparison,
  AlertPreviewIncident,
  AlertPreviewRequest,
  AlertScope,
  AlertSilence,
  AlertSilenceInput,
  AlertState,
  AlertSuppression,
  AlertView,
} from './alerts.js';
export { DASHBOARD_NAMESPACE } from './dashboard-events.js';
export type {
  AlertChange,
  AlertCounts,
  DashboardClientEvents,
  DashboardFrame,
  DashboardServerEvents,
  DashboardSnapshot,
  InstanceChange,
  LivePoint,
  Realtime,
} from './dashboard-events.js';
export type {
  CurrentEngine,
  CurrentRollout,
  DependencyHealth,
  EngineHealth,
  EngineRollout,
  EngineSwitch,
  EnginesHealth,
  HealthStatus,
  InstanceAcknowledgement,
  ListedEngine,
  SetRolloutRequest,
  SwitchEngineRequest,
  SwitchedEngine,
} from './engines.js';
export type { InvalidField } from './errors.js';
export type { List } from './list.js';
export type {
  Comparison,
  Coverage,
  MemoryOutcome,
  Outcome,
  Series,
  SeriesColumn,
  ServiceEvent,
  Spread,
  Statistics,
  TurnDetail,
  TurnMeasure,
  TurnRecord,
  TurnStatistics,
  WindowName,
} from './performance.js';
export type { RecalledMemory, RecalledNeighbour, RanTool, TurnContents } from './turn-contents.js';
export type { LoginRequest, Role, Session } from './session.js';
export type { InstanceState, MemoryUsage, SystemReport } from './system.js';
