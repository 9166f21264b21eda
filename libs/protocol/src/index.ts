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
  DependencyHealth,
  EngineHealth,
  EngineRollout,
  EngineSwitch,
  EnginesHealth,
  HealthStatus,
  InstanceAcknowledgement,
  ListedEngine,
  SwitchEngineRequest,
  SwitchedEngine,
} from './engines.js';
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
export type { LoginRequest, Role, Session } from './session.js';
export type { InstanceState, MemoryUsage, SystemReport } from './system.js';
