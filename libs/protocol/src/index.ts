export { DASHBOARD_NAMESPACE } from './dashboard-events.js';
export type {
  CurrentEngine,
  DashboardClientEvents,
  DashboardServerEvents,
  DashboardSnapshot,
} from './dashboard-events.js';
