/** The engine in force. */
export interface CurrentEngine {
  readonly name: string;
  /** Grows with every switch. */
  readonly epoch: number;
  /** ISO 8601. */
  readonly since: string;
}

export interface DashboardSnapshot {
  /** ISO 8601. */
  readonly timestamp: string;
  readonly engine: CurrentEngine;
}

/** Namespace `/dashboard`, from the server. */
export interface DashboardServerEvents {
  /** Once, on connect. */
  snapshot: (snapshot: DashboardSnapshot) => void;
  'engine.switched': (engine: CurrentEngine) => void;
}

/** Namespace `/dashboard`, from the browser. */
export interface DashboardClientEvents {
  /** Asks for the whole state again, after a gap. */
  snapshot: (answer: (snapshot: DashboardSnapshot) => void) => void;
}

export const DASHBOARD_NAMESPACE = '/dashboard';
