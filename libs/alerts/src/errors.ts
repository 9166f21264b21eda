const MARKER = Symbol.for('yychat.alerts.error');

export interface AlertErrorInit {
  /** HTTP status that says it best. */
  readonly status: number;
  readonly code: string;
  readonly param?: string | null;
  readonly cause?: unknown;
}

/** What this package throws. `message` is safe to show: it never holds a secret. */
export class AlertError extends Error {
  override readonly name: string = 'AlertError';
  readonly [MARKER] = true;
  readonly status: number;
  readonly code: string;
  /** The field at fault: `condition.value`. */
  readonly param: string | null;

  constructor(message: string, init: AlertErrorInit) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause });
    this.status = init.status;
    this.code = init.code;
    this.param = init.param ?? null;
  }

  /** Works across copies of this package, unlike `instanceof`. */
  static is(error: unknown): error is AlertError {
    return typeof error === 'object' && error !== null && MARKER in error;
  }
}

/** What can be wrong with a field. */
export const ISSUE_CODES = [
  ...(['missing', 'unknown', 'type', 'empty', 'option', 'invalid'] as const),
  ...(['too_small', 'too_big', 'too_short', 'too_long', 'too_many', 'not_more', 'not_less'] as const),
  ...(['duration', 'identifier', 'url', 'email', 'time', 'zone', 'secret', 'address'] as const),
  ...(['no_such_rule', 'no_such_channel', 'end_before_start', 'end_too_late', 'needs_engine'] as const),
  ...(['same_engine', 'fires_there', 'window_order', 'impossible_factor', 'given_again'] as const),
] as const;
export type IssueCode = (typeof ISSUE_CODES)[number];

export interface FieldIssue {
  /** `condition.value`, `muteTimes.0.zone`; empty for the whole. */
  readonly path: string;
  readonly message: string;
  /** What is wrong, for programs. */
  readonly code?: IssueCode;
  /** What the message names: `minimum`, `maximum`, `options`, … */
  readonly values?: Readonly<Record<string, string | number>>;
}

/** Thrown when a rule, silence or channel cannot be valid. Names every field at fault. */
export class InvalidAlertError extends AlertError {
  override readonly name = 'InvalidAlertError';
  readonly issues: readonly FieldIssue[];

  constructor(what: string, issues: readonly FieldIssue[]) {
    const path = issues[0]?.path;
    const said = issues.map((issue) =>
      issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`,
    );
    super(`The ${what} is not valid: ${said.join('; ')}`, {
      status: 400,
      code: `invalid_${what.replaceAll(' ', '_')}`,
      param: path === undefined || path === '' ? null : path,
    });
    this.issues = issues;
  }
}

/** Thrown when there is nothing with the given id. */
export class AlertNotFoundError extends AlertError {
  override readonly name = 'AlertNotFoundError';
  constructor(what: string, id: string) {
    super(`There is no ${what} "${id}".`, {
      status: 404,
      code: `${what.replaceAll(' ', '_')}_not_found`,
      param: 'id',
    });
  }
}

/** Thrown when something was changed by another since it was read, or exists already. */
export class AlertConflictError extends AlertError {
  override readonly name = 'AlertConflictError';
  constructor(message: string, param: string | null = 'version', cause?: unknown) {
    super(message, { status: 409, code: 'alert_conflict', param, cause });
  }
}

/** Thrown when an instance writes whose lease another has taken: what it knows is out of date. */
export class StaleFenceError extends AlertError {
  override readonly name = 'StaleFenceError';
  constructor() {
    super('Another instance evaluates the alerts by now.', { status: 409, code: 'stale_fence' });
  }
}

/** Thrown when the store cannot be asked, or cannot keep what it was given. */
export class AlertStoreError extends AlertError {
  override readonly name = 'AlertStoreError';
  constructor(message: string, cause?: unknown) {
    super(message, { status: 503, code: 'alert_store_failed', cause });
  }
}
