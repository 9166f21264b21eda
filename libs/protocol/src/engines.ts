/** The engine in force. */
export interface CurrentEngine {
  readonly name: string;
  /** Grows with every switch. */
  readonly epoch: number;
  /** ISO 8601. */
  readonly since: string;
}

export type HealthStatus = 'up' | 'degraded' | 'down';

export interface DependencyHealth {
  readonly name: string;
  readonly status: HealthStatus;
  /** Milliseconds that the check took. */
  readonly latency: number;
  /** Why it is not `up`, in English. */
  readonly reason?: string;
  /** The same for programs: `unreachable`, `credentials_refused`, `bad_status`, `store_failed`, … */
  readonly code?: string;
  /** What the code leaves open: a status, the name of an error. */
  readonly detail?: string;
  /** Without it the whole is down; without others it is degraded. */
  readonly required: boolean;
}

export interface EngineHealth {
  readonly status: HealthStatus;
  readonly dependencies: readonly DependencyHealth[];
}

/** `GET /v1/engines/list` */
export interface ListedEngine {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Sorted, e.g. `memory`, `tools`, `personalities`, `streaming`. */
  readonly features: readonly string[];
  /** Facts for operators: which memory, which embedding model, how far it lags behind. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly status: HealthStatus;
  readonly is_current: boolean;
}

/** `GET /v1/engines/health` */
export interface EnginesHealth {
  readonly object: 'engine.health';
  readonly engines: Readonly<Record<string, EngineHealth>>;
}

/** `POST /v1/engines/switch` */
export interface SwitchEngineRequest {
  readonly engine_name: string;
  /** Switch even to an engine that is not healthy. */
  readonly force?: boolean;
  readonly reason?: string;
}

export interface InstanceAcknowledgement {
  readonly id: string;
  /** Whether its new turns get the engine by now. */
  readonly acknowledged: boolean;
}

export interface SwitchedEngine {
  readonly success: true;
  readonly old_engine: string;
  readonly new_engine: string;
  readonly epoch: number;
  readonly health: EngineHealth;
  /** Every instance that is alive. */
  readonly instances: readonly InstanceAcknowledgement[];
}

/** `GET /v1/engines/history`, newest first. */
export interface EngineSwitch {
  readonly epoch: number;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly old_engine: string | null;
  readonly new_engine: string;
  readonly reason: string | null;
  /** The name of a key, or of a rule. */
  readonly by: string | null;
  /** How turns were spread from then on; `null`: the new engine had all. */
  readonly rollout: EngineRollout | null;
}

/** How turns are spread over engines. */
export interface EngineRollout {
  /** Shares of the conversations, by engine; `null`: all go to the engine in force. */
  readonly weights: Readonly<Record<string, number>> | null;
  /** Turns that another engine answers as well, unseen by the client; `null`: none. */
  readonly shadow: { readonly engine: string; readonly sample: number } | null;
}

/** `GET /v1/engines/rollout` */
export interface CurrentRollout extends EngineRollout {
  readonly object: 'engine.rollout';
  readonly epoch: number;
  /** ISO 8601. */
  readonly since: string;
}

/** `POST /v1/engines/rollout`; what is left out is none. A switch ends it. */
export interface SetRolloutRequest extends Partial<EngineRollout> {
  /** Even with engines that are not healthy. */
  readonly force?: boolean;
  readonly reason?: string;
}
