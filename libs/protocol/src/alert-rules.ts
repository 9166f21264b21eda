/** From least to most. */
export type AlertSeverity = 'info' | 'warning' | 'critical';

/** How many values of a window become one. `rate` is per second, `ratio` is 0–1, `last` is the newest. */
export type AlertAggregation =
  'avg' | 'min' | 'max' | 'p50' | 'p90' | 'p95' | 'p99' | 'sum' | 'count' | 'rate' | 'ratio' | 'last';

export type AlertOperator = '>' | '>=' | '<' | '<=';

/** Seconds, or a text like `5m` or `1h30m`. Answers always have seconds. */
export type AlertDuration = number | string;

/** Figures that rules can watch. `GET /v1/alerts/signals` */
export interface AlertSignal {
  readonly metric: string;
  readonly unit: 'seconds' | 'share' | 'bytes' | 'perSecond' | 'number';
  readonly aggs: readonly AlertAggregation[];
}

/** When a rule is breached. */
export type AlertCondition<Duration = number> =
  | {
      readonly type: 'threshold';
      readonly op: AlertOperator;
      readonly value: number;
      /** The limit that it has to pass back over to clear. Default: `value` itself. */
      readonly clear?: number | undefined;
    }
  | (RelativeCondition & {
      readonly type: 'compareEngines';
      /** The engine that the one in scope is held against. */
      readonly against: string;
    })
  | (RelativeCondition & {
      readonly type: 'change';
      /** How long ago the baseline's window ends, and how long it is: by default as long as the signal's. */
      readonly baseline: { readonly offset: Duration; readonly window?: Duration | undefined };
    })
  | {
      readonly type: 'burnRate';
      /** The share of requests that is to succeed, 0–1. */
      readonly objective: number;
      readonly factor: number;
      readonly longWindow: Duration;
      readonly shortWindow: Duration;
      readonly minRequests: number;
    }
  /** There is no data. */
  | { readonly type: 'absent' };

/** Breached: `value op reference × factor`, and at least `minDifference` (default 0) apart, in the signal's unit. */
interface RelativeCondition {
  readonly op: AlertOperator;
  readonly factor: number;
  /** Default: `factor` itself. */
  readonly clearFactor?: number | undefined;
  readonly minDifference?: number | undefined;
}

export type AlertDay = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** A time of the week in which nobody is disturbed, by the wall clock of a place. */
export interface AlertMuteTime {
  readonly days: readonly AlertDay[];
  /** `22:00`, inclusive. */
  readonly from: string;
  /** Exclusive; before `from`: the next day. */
  readonly to: string;
  /** IANA time zone. */
  readonly zone: string;
}

/** Lets another engine take over while the alert fires. */
export interface AlertAction<Duration = number> {
  readonly type: 'switch_engine';
  readonly to: string;
  /** In which this rule switches nothing after any rule's switch. */
  readonly coolDown: Duration;
  readonly maxPerHour: number;
  /** Goes back once the first engine has been well for so long. */
  readonly back?: { readonly after: Duration } | undefined;
}

/** A rule in force. Durations in seconds. `GET /v1/alerts/rules` */
export interface AlertRule<Duration = number> {
  /** Letters, digits, `_` and `-`. */
  readonly id: string;
  /** Grows with every change. A `PUT` has the one that it was made from. */
  readonly version: number;
  readonly name: string;
  readonly description?: string | undefined;
  readonly enabled: boolean;
  readonly severity: AlertSeverity;
  /** `engine`: `active`, `each`, or a name; absent: all together. */
  readonly scope: { readonly engine?: string | undefined; readonly model?: string | undefined };
  readonly signal: { readonly metric: string; readonly agg: AlertAggregation; readonly window: Duration };
  readonly condition: AlertCondition<Duration>;
  /** Observations below which nothing is judged. */
  readonly minSamples: number;
  /** Between two evaluations. */
  readonly every: Duration;
  /** How long the condition has to hold before it fires. */
  readonly for: Duration;
  /** How long it has to be clear before it is resolved. */
  readonly keepFiringFor: Duration;
  readonly onNoData: 'keep' | 'ok' | 'fire';
  readonly onError: 'keep' | 'ok' | 'fire';
  readonly graceAfterSwitch: Duration;
  readonly graceAfterStart: Duration;
  /** Reminders. */
  readonly repeat: { readonly every: Duration; readonly max: number };
  /** `rule`, `engine`, `model`, `severity`, or labels. */
  readonly groupBy: readonly string[];
  /** Ids of rules. */
  readonly inhibitedBy: readonly string[];
  readonly muteTimes: readonly AlertMuteTime[];
  /** Ids of channels; `all`: every one; empty: on the dashboard only. */
  readonly channels: 'all' | readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly runbookUrl?: string | undefined;
  readonly action?: AlertAction<Duration> | undefined;
}

/** A rule as people write it: everything else has a default. `POST /v1/alerts/rules`; a `PUT` needs `version` as well. */
export type AlertRuleInput = Pick<AlertRule, 'id' | 'name'> &
  Partial<Omit<AlertRule<AlertDuration>, 'id' | 'name' | WithDefaultsInside>> & {
    readonly signal: {
      readonly metric: string;
      readonly agg: AlertAggregation;
      /** Default 60 s. */
      readonly window?: AlertDuration;
    };
    readonly condition: AlertCondition<AlertDuration>;
    readonly repeat?: Partial<AlertRule<AlertDuration>['repeat']>;
    readonly muteTimes?: readonly (Pick<AlertMuteTime, 'from' | 'to'> & Partial<AlertMuteTime>)[];
    readonly action?: (Pick<AlertAction, 'type' | 'to'> & Partial<AlertAction<AlertDuration>>) | undefined;
  };

type WithDefaultsInside = 'signal' | 'condition' | 'repeat' | 'muteTimes' | 'action';
